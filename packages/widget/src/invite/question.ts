import type { InvitationAnswer } from '@theke/protocol';
import type { Core } from '../core.ts';

/**
 * What rules ask and tell of a visitor nobody has a name for yet: no cookie, no id, no socket. Whatever goes wrong is a no.
 * Outlives the page: an order is told where the next page is already being loaded.
 */
export async function post(
  core: Core,
  path: 'invitations/ask' | 'invitations/answer' | 'orders/told',
  body: object,
): Promise<InvitationAnswer> {
  try {
    const answer = await core.window.fetch(`${core.settings.base}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      keepalive: true,
      body: JSON.stringify({ site: core.settings.site, ...body }),
    });
    return answer.status === 200 ? await answer.json() : { show: false };
  } catch {
    return { show: false };
  }
}
