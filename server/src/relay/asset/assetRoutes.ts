import type { Router } from 'express';
import type { Powers } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import type { Assets } from './assets.ts';

/** The agent's browser shows it and nothing more: no script, no further request, no guessing of types. */
const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

/** `GET /shares/:shareId/asset?u=` – for the agent who views this share while it is on, and nobody else. */
export function assetRoutes(
  router: Router,
  powers: Pick<Powers, 'agentOf' | 'conversations' | 'siteOrigins' | 'problem' | 'counters'>,
  shares: { find(shareId: string): Promise<SharesTable | undefined> },
  assets: Assets,
) {
  router.get('/shares/:shareId/asset', async (req, res) => {
    const agent = await powers.agentOf(req);
    if (!agent) return powers.problem(res, 401, 'signedOut');
    const share = await shares.find(String(req.params.shareId));
    if (share?.agent_id !== agent.agentId || share.phase !== 'on') return powers.problem(res, 404, 'notFound');
    const conversation = await powers.conversations.find(share.conversation_id);
    const address = req.query.u;
    if (!conversation || typeof address !== 'string') return powers.problem(res, 400, 'malformed', 'u');
    const siteId = conversation.site_id;
    const answer = await assets.read(siteId, address, await powers.siteOrigins(siteId));
    powers.counters.count('theke_assets_total', { outcome: answer.ok ? 'sent' : answer.why });
    if (!answer.ok) return powers.problem(res, answer.why === 'failed' ? 502 : 403, 'forbidden', answer.why);
    res.set({
      'content-type': answer.contentType,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=300',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    return void res.end(answer.body);
  });
}
