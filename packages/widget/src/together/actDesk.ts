import type { Hands, HandsPowers } from '@theke/cobrowse/act';
import type { Surface } from '@theke/cobrowse/share';
import type { Act, ActingCapability, ActOutcome, ActTry, ActWhy, TargetFacts } from '@theke/protocol';

export interface ActDeskPowers extends Pick<HandsPowers, 'clock' | 'showInstead' | 'siteHosts' | 'paused'> {
  load(): Promise<{ createHands(powers: HandsPowers): Hands }>;
  /** The visitor's own record, and this tab being the one that is seen. */
  granted(capability: ActingCapability): boolean;
  tellField(news: Parameters<HandsPowers['tellField']>[0], shareId: string): void;
  onActed(act: Act, label: string): void;
  /** Something was done: the grants are in use. */
  used(): void;
  /** The hands did not come: what was granted cannot be done. */
  failed(): void;
}

/** Which grant an act needs. */
const neededFor = (kind: Act['kind']): ActingCapability =>
  /^(open|edit|put|pick|tick|leave)$/.test(kind) ? 'fill' : 'control';

/**
 * Holds the agent's hands while something is granted and this tab is the one that is seen, and answers what they try.
 * The hands are a chunk of their own: without a grant it is not even loaded. Every answer is a value; nothing is thrown.
 */
export function createActDesk(powers: ActDeskPowers) {
  let shown: { shareId: string; surface: Surface } | null = null;
  let hands: Hands | null = null;
  let loading = false;

  function drop() {
    hands?.stop();
    hands = null;
  }

  async function load() {
    loading = true;
    try {
      const parts = await powers.load();
      loading = false;
      const now = shown;
      if (!now || !wanted()) return;
      hands = parts.createHands({
        ...powers,
        ...now,
        tellField: (news) => powers.tellField(news, now.shareId),
      });
    } catch {
      loading = false;
      powers.failed();
    }
  }

  const wanted = () => powers.granted('control') || powers.granted('fill');

  function refused(act: ActTry): ActWhy | null {
    if (act.shareId !== shown?.shareId) return 'away';
    if (powers.paused()) return 'paused';
    if (!powers.granted(neededFor(act.act.kind))) return 'notGranted';
    // Granted, and still on their way: as if the page were loading.
    return hands ? null : 'away';
  }

  return {
    /** The page is streamed from here on; null: no more. */
    show(next: { shareId: string; surface: Surface } | null) {
      if (next !== shown) drop();
      shown = next;
      this.regrant();
    },
    /** Something was granted or taken back. */
    regrant() {
      if (hands) hands.regrant();
      else if (shown && wanted() && !loading) void load();
    },
    aim(act: ActTry): TargetFacts | { why: ActWhy } {
      const why = refused(act);
      if (why) return { why };
      try {
        return hands!.aim(act);
      } catch {
        return { why: 'gone' };
      }
    },
    async try(act: ActTry): Promise<ActOutcome> {
      const why = refused(act);
      if (why) return { done: false, why };
      try {
        const outcome = await hands!.try(act);
        if (outcome.done) powers.used();
        return outcome;
      } catch {
        return { done: false, why: 'gone' };
      }
    },
  };
}

export type ActDesk = ReturnType<typeof createActDesk>;
