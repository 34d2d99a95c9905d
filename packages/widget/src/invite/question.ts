import type { Core, InvitationAnswer } from '../core.ts';

/** The two questions about invitations, for a visitor nobody has a name for yet: no cookie, no id, no socket. */
export async function post(core: Core, path: 'ask' | 'answer', body: object): Promise<InvitationAnswer> {
  try {
    const answer = await core.window.fetch(`${core.settings.base}/api/v1/invitations/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      body: JSON.stringify({ site: core.settings.site, ...body }),
    });
    return answer.status === 200 ? await answer.json() : { show: false };
  } catch {
    return { show: false };
  }
}
