import type { Egress } from '../egress/index.ts';

// What a channel must be able to do. Two of the three are pure; no vendor's library, no storage, no timers.

/** One hit on a channel's address, before anything is believed. Bytes as they came: signatures are over bytes. */
export interface RawInbound {
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
  receivedAt: number;
}

/** `eventId` recognises a repeated delivery. Anything but `ok` is answered as is and leaves no trace but a count. */
export type Verdict = { ok: true; eventId: string } | { ok: false; status: 400 | 401 | 503; why: string };

/** `kind` such as `ext.ebay`, `email`, `phone`; unique within a site. */
export interface Address {
  kind: string;
  value: string;
}

export interface InboundMessage {
  type: 'message';
  /** The channel's own id of the message: the same one again is dropped. */
  externalId: string;
  /** Same person at the same place, hence the same leg. */
  threadKey: string;
  visibility: 'private' | 'public';
  /** The first is who the channel says it is; the others are only what it has heard. */
  from: Address[];
  fromName?: string;
  text: string;
  sentAt: number;
  permalink?: string;
}

/** Understood as genuine, but not (yet) acted upon; counted by kind. */
export interface InboundOther {
  type: 'other';
  kind: string;
}

export type InboundEvent = InboundMessage | InboundOther;

export interface Outbound {
  threadKey: string;
  to: Address[];
  text: string;
  mode: 'reply' | 'public';
  /** The same for every try of one answer. */
  idempotencyKey: string;
}

export type SendResult =
  | { ok: true; externalId?: string }
  | { ok: false; retry: false; reason: string }
  | { ok: false; retry: true; reason: string; afterMs?: number };

/** `settings` is the channel's row, parsed; each adapter reads what it knows. */
export interface ChannelAdapter {
  readonly kind: string;
  /** Judges by bytes, in constant time. Without a secret nothing is ever let in. */
  verify(raw: RawInbound, settings: unknown): Verdict;
  /** Pure and total: unknown shapes are `other`, nothing throws, one bad event does not lose its batch. */
  parse(body: Uint8Array, receivedAt: number): InboundEvent[];
  send(
    message: Outbound,
    settings: unknown,
    powers: { egress: Egress; now(): number; allowPrivate: boolean },
  ): Promise<SendResult>;
}
