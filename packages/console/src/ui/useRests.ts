import type { InvitationSettings } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useView } from './use.ts';

/** Why nobody of a site can be invited from the list of visitors: the site does not want the list, or no invitations at all. */
export interface Rest {
  siteName: string;
  why: 'radar' | 'inviting';
}

const whyOf = (settings: InvitationSettings | null): Rest['why'] | null => {
  if (!settings) return null;
  return settings.radar ? (settings.on ? null : 'inviting') : 'radar';
};

/** Sites where inviting by hand rests, by their id; read again when somebody changes the settings. */
export function useRests(): ReadonlyMap<string, Rest> {
  const { desk } = useView();
  const [rests, setRests] = useState<ReadonlyMap<string, Rest>>(new Map());
  const { ready } = desk.state.value;
  const news = desk.rules.news.value;
  useEffect(() => {
    if (!ready) return;
    let gone = false;
    const read = async () => {
      const found = new Map<string, Rest>();
      for (const { siteId, name } of await desk.rules.sites()) {
        const why = whyOf(await desk.rules.settings(siteId));
        if (why) found.set(siteId, { siteName: name, why });
      }
      if (!gone) setRests(found);
    };
    void read();
    return () => {
      gone = true;
    };
  }, [desk, ready, news]);
  return rests;
}
