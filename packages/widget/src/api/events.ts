import type { Availability } from '@theke/protocol';
import type { Consent } from './options.ts';

/** What the page may hear. Never message texts, never tokens: other scripts of the page listen as well. */
export interface WidgetEvents {
  ready: { site: string };
  state: { line: 'idle' | 'connecting' | 'online' | 'offline' | 'refused' | 'closed' };
  open: Record<never, never>;
  close: Record<never, never>;
  unread: { count: number };
  availability: { availability: Availability };
  'queue:position': { position: number };
  'conversation:started': { skill?: string };
  'conversation:assigned': { agentName: string };
  'conversation:transferred': { agentName: string };
  'conversation:ended': Record<never, never>;
  'message:sent': { clientId: string };
  'message:delivered': { clientId: string; seq: number };
  'message:read': { seq: number };
  'message:failed': { clientId: string; code: string };
  'message:received': { seq: number; from: string };
  'invitation:shown': { ruleId: string };
  'invitation:accepted': { ruleId: string };
  'invitation:dismissed': { ruleId: string; forGood: boolean };
  'invitation:expired': { ruleId: string };
  /** An agent asks; only the visitor's own answer grants. */
  'cobrowse:requested': { shareId: string; capability: 'view' | 'point' | 'control' | 'fill' };
  'cobrowse:started': { shareId: string };
  /** `paused` false: it goes on. */
  'cobrowse:paused': { shareId: string; paused: boolean };
  /** What the agent may do has come or gone in this tab. */
  'cobrowse:control': { shareId: string; capability: 'point' | 'control' | 'fill'; on: boolean };
  'cobrowse:stopped': { shareId: string; why?: string };
  'call:incoming': { callId: string };
  'call:started': { callId: string };
  'call:ended': { callId: string; why?: string };
  'call:failed': { callId: string; why: string };
  'handoff:resumed': { channel: string };
  'handoff:rejected': Record<never, never>;
  'consent:changed': Consent;
}

export type EventName = keyof WidgetEvents;

/** One event, as listeners and the DOM event's `detail` carry it. `at` is this browser's clock. */
export interface WidgetEvent<K extends EventName = EventName> {
  type: K;
  at: number;
  conversationId?: string;
  data: WidgetEvents[K];
}
