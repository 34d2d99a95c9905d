import type { Matter, Powers } from '../powers.ts';
import { createIssuer } from './create.ts';
import { handoffDescribed } from './handoffDescribed.ts';
import { handoffRoutes } from './handoffRoutes.ts';
import { createHandoffRows } from './handoffRows.ts';
import { createRedeemer } from './redeem.ts';
import { openDigests } from './secrets.ts';
import { createVisitorCodes } from './visitorCodes.ts';

/** Bringing a person from another channel, or from the phone, to the shop's page – into the same conversation. */
export function createHandoff(powers: Powers): Matter {
  const open = async () => {
    const digests = await openDigests(powers.db);
    const rows = createHandoffRows(powers.db, digests);
    return {
      rows,
      issue: createIssuer(powers, rows, digests),
      redeem: createRedeemer(powers, rows),
      codes: createVisitorCodes(powers, digests),
    };
  };
  let opened: ReturnType<typeof open> | null = null;
  // The key is in the database, so everything begins with the first use; a failure is tried again.
  const ready = () => {
    opened ??= open().catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  };

  // Whoever comes after the end would stand before nobody.
  const undo = powers.conversations.onEnded((conversation) => {
    ready()
      .then(({ rows }) => rows.revokeAll(conversation.id))
      .catch((error: unknown) => powers.log.error('hand-offs were not revoked', { error: String(error) }));
  });

  return {
    agent: {
      'handoff:create': {
        pace: { perSecond: 0.5, burst: 10 },
        run: async (who, { conversationId, targetUrl }) =>
          (await ready()).issue({ conversationId, targetUrl, by: { agentId: who.agentId } }),
      },
      'code:claim': {
        pace: { perSecond: 0.5, burst: 10 },
        run: async (who, { digits, conversationId }) => (await ready()).codes.claim(who, digits, conversationId),
      },
    },
    visitor: {
      'code:show': { pace: { perSecond: 0.1, burst: 5 }, run: async (who) => (await ready()).codes.show(who) },
      'code:answer': {
        pace: { perSecond: 0.5, burst: 5 },
        run: async (who, { claimId, yes }) => (await ready()).codes.answer(who, claimId, yes),
      },
    },
    described: handoffDescribed,
    routes: (router) => handoffRoutes(router, powers, ready),
    async start() {
      await ready();
    },
    stop: undo,
  };
}
