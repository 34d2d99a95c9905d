import type { AgentFace } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { Credentials } from '../session/visit.ts';

/** What a session link or code opens. */
export interface Redeemed {
  visitorId: string;
  visitorToken: string;
  conversationId: string;
  agent?: AgentFace;
  channel: string;
}

/**
 * Redeems a session link's token or a code, once, by POST. Null: wrong, used up, too old or unreachable – the
 * server tells no difference and neither do we. A visitor that is known already takes its own history along.
 */
export async function redeem(
  core: Core,
  proof: { token: string } | { code: string },
  known: Credentials | null,
): Promise<Redeemed | null> {
  try {
    const answer = await core.window.fetch(`${core.settings.base}/api/v1/handoffs/redeem`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // No cookies, and no address of the page: only what the question needs.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      body: JSON.stringify({
        site: core.settings.site,
        ...proof,
        ...(known && { visitorId: known.visitorId, visitorToken: known.visitorToken }),
      }),
    });
    return answer.ok ? ((await answer.json()) as Redeemed) : null;
  } catch {
    return null;
  }
}

/** Eight consonants or ten digits, as written or read out; anything longer is a link's token. */
export function readProof(text: string): { token: string } | { code: string } {
  const plain = text.trim();
  const link = /[#&]theke=([\w-]+)/.exec(plain);
  if (link) return { token: link[1]! };
  return /^[a-z0-9\s-]{6,16}$/i.test(plain) ? { code: plain } : { token: plain };
}
