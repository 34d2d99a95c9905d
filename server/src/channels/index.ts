import { createEgress, type Egress } from '../egress/index.ts';
import { createInbound } from '../inbound/index.ts';
import { createOutbox } from '../outbox/index.ts';
import type { Matter, Powers } from '../powers.ts';
import type { ChannelAdapter } from './adapter.ts';
import { channelDescribed } from './channelDescribed.ts';
import { channelRoutes } from './channelRoutes.ts';
import { webhookAdapter } from './webhook/webhook.ts';

export { seedChannel } from './seed.ts';

const builtIn: readonly ChannelAdapter[] = [webhookAdapter];

/** Other channels than the shop's own page: takes in what they send, and sends back what agents answer. */
export function createChannels(
  powers: Powers,
  more: { adapters?: readonly ChannelAdapter[]; egress?: Egress } = {},
): Matter {
  const adapters = new Map([...builtIn, ...(more.adapters ?? [])].map((adapter) => [adapter.kind, adapter]));
  const find = (channelId: string) =>
    powers.db.selectFrom('channels').selectAll().where('id', '=', channelId).executeTakeFirst();
  const inbound = createInbound(powers, { adapters, find });
  const outbox = createOutbox(powers, { adapters, find, egress: more.egress ?? createEgress() });

  return {
    described: channelDescribed,
    rawRoutes: (router) => channelRoutes(router, powers, { find, adapters, keep: inbound.keep }),
    start() {
      inbound.start();
      outbox.start();
    },
    async stop() {
      await Promise.all([inbound.stop(), outbox.stop()]);
    },
  };
}
