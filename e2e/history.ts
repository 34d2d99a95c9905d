/** What one client saw and did, in the order it happened there. */
export type HistoryEvent =
  | { type: 'attempted'; client: string; conversation: string; id: string }
  | { type: 'acknowledged'; client: string; conversation: string; id: string; seq: number }
  | { type: 'shown'; client: string; conversation: string; id: string; seq: number };

/** What the checker found. Every list is empty in a correct history. */
export interface Verdict {
  /** Acknowledged, but missing on a screen that was there at the end. */
  lost: string[];
  /** Shown twice, or under two numbers. */
  doubled: string[];
  /** Numbers that do not rise by one, screens that disagree, or a sender's own messages swapped. */
  outOfOrder: string[];
  /** Shown without ever having been sent. */
  unexpected: string[];
}

/**
 * Checks a history the way a database's history is checked: from what clients saw alone, without asking the server.
 * `screens` names the clients that were online at the end and must show everything of a conversation.
 */
export function checkHistory(history: readonly HistoryEvent[], screens: readonly string[]): Verdict {
  const verdict: Verdict = { lost: [], doubled: [], outOfOrder: [], unexpected: [] };
  const conversations = new Set(history.map((event) => event.conversation));
  for (const conversation of conversations) {
    const events = history.filter((event) => event.conversation === conversation);
    const attempted = events.filter((event) => event.type === 'attempted');
    const acknowledged = events.filter((event) => event.type === 'acknowledged');
    const sent = new Set(attempted.map((event) => event.id));
    const numberOf = new Map<string, number>();
    const idOf = new Map<number, string>();

    const numbered = (id: string, seq: number, where: string) => {
      if (numberOf.has(id) && numberOf.get(id) !== seq)
        verdict.doubled.push(`${where}: ${id} is ${numberOf.get(id)} and ${seq}`);
      if (idOf.has(seq) && idOf.get(seq) !== id)
        verdict.outOfOrder.push(`${where}: ${seq} is ${idOf.get(seq)} and ${id}`);
      numberOf.set(id, seq);
      idOf.set(seq, id);
    };
    for (const event of acknowledged) numbered(event.id, event.seq, event.client);

    for (const screen of screens) {
      const shown = events.filter((event) => event.type === 'shown' && event.client === screen);
      if (!shown.length && !events.some((event) => event.client === screen)) continue;
      const seen = new Set<string>();
      let lastSeq = 0;
      for (const event of shown) {
        if (event.type !== 'shown') continue;
        if (seen.has(event.id)) verdict.doubled.push(`${screen} shows ${event.id} twice`);
        seen.add(event.id);
        if (event.seq !== lastSeq + 1) verdict.outOfOrder.push(`${screen} shows ${event.seq} after ${lastSeq}`);
        lastSeq = event.seq;
        numbered(event.id, event.seq, screen);
        if (!sent.has(event.id) && !event.id.startsWith('event:'))
          verdict.unexpected.push(`${screen} shows ${event.id}`);
      }
      for (const event of acknowledged)
        if (!seen.has(event.id)) verdict.lost.push(`${event.id} is missing at ${screen}`);
    }

    // A sender's own messages stand in the order they were written.
    for (const client of new Set(attempted.map((event) => event.client))) {
      const own = attempted.filter((event) => event.client === client).map((event) => numberOf.get(event.id));
      const known = own.filter((seq) => seq !== undefined);
      if (known.some((seq, index) => index > 0 && seq <= known[index - 1]!))
        verdict.outOfOrder.push(`${client}'s own messages in ${conversation}`);
    }
  }
  return verdict;
}
