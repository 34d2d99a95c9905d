import type { Line } from '@theke/line';
import type { AgentAsks, AgentTells, RefusalCode, SitePrivacy } from '@theke/protocol';
import { changedParts, type PrivacyPart } from './privacyDraft.ts';

/** How a try to save ended. `theirs`: what somebody else has written meanwhile, and which parts of it they changed. */
export type PrivacySaved =
  | { type: 'saved'; privacy: SitePrivacy }
  | { type: 'conflict'; theirs: SitePrivacy; changed: PrivacyPart[] }
  | { type: 'refused'; code: RefusalCode };

export interface PrivacyDesk {
  /** Ids of every site of this server; none where the server does not say. */
  sites(): Promise<string[]>;
  read(siteId: string): Promise<SitePrivacy | null>;
  /** `before` is what was read: nothing somebody else wrote since is overwritten unseen. */
  write(next: SitePrivacy, before: SitePrivacy): Promise<PrivacySaved>;
}

/** Makes {@link PrivacyDesk}. */
export function createPrivacyDesk(line: Line<AgentAsks, AgentTells>): PrivacyDesk {
  async function read(siteId: string) {
    const answer = await line.ask('privacy:read', { siteId });
    return answer.ok ? answer.value : null;
  }
  return {
    async sites() {
      const answer = await line.ask('privacy:sites', undefined);
      return answer.ok ? answer.value.map((site) => site.siteId) : [];
    },
    read,
    async write(next, before) {
      const answer = await line.ask('privacy:write', next);
      if (answer.ok) return { type: 'saved', privacy: answer.value };
      const theirs = answer.refusal.code === 'conflict' ? await read(next.siteId) : null;
      if (!theirs) return { type: 'refused', code: answer.refusal.code };
      return { type: 'conflict', theirs, changed: changedParts(before, theirs) };
    },
  };
}
