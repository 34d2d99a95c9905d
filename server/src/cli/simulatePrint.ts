import { type Change, type Simulated, sayMs } from '@theke/rules/simulate';

/** One journey with what the rules did, ready for people and for programs. */
export interface Run {
  file: string;
  endMs: number;
  skipped: number;
  decisions: readonly Simulated[];
  /** Why each rule that invited nobody did not. */
  silent: readonly { ruleId: string; why: string }[];
}

export interface Diff {
  file: string;
  change: Change;
  /** Why the lost invitation does not come any more. */
  why?: string;
}

const wordsOf = { offered: 'invited', denied: 'denied', shadow: 'shadow', heldOut: 'held out' } as const;

const sayDecision = ({ decision, why }: Simulated) =>
  decision === 'denied' || decision === 'heldOut' ? `${wordsOf[decision]} (${why})` : wordsOf[decision];

/** A rule that is denied is asked for again and again: one line with how often. */
function folded(list: readonly Simulated[]): { first: Simulated; times: number }[] {
  const lines: { first: Simulated; times: number }[] = [];
  for (const one of list) {
    const known = lines.find(({ first }) => first.ruleId === one.ruleId && first.why === one.why);
    if (known && one.decision !== 'offered') known.times += 1;
    else lines.push({ first: one, times: 1 });
  }
  return lines;
}

export const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** What happened in each journey, and a last line that sums it up. */
export function sayRuns(runs: readonly Run[], why: boolean): string {
  const lines = runs.flatMap(({ file, endMs, skipped, decisions, silent }) => {
    const unknown = skipped > 0 ? `, ${count(skipped, 'line', 'lines')} of unknown kinds passed over` : '';
    const all = folded(decisions).map(
      ({ first, times }) =>
        `  ${sayMs(first.tMs).padEnd(12)} ${first.ruleId}  ${sayDecision(first)}${times > 1 ? ` ×${times}` : ''}`,
    );
    const reasons = why ? silent.map((one) => `  –            ${one.ruleId}  ${one.why}`) : [];
    return [`${file} (${sayMs(endMs)}${unknown})`, ...(all.length > 0 ? all : ['  nothing']), ...reasons];
  });
  const having = (decision: Simulated['decision']) =>
    runs.filter((run) => run.decisions.some((one) => one.decision === decision)).length;
  const parts = (['offered', 'denied', 'shadow', 'heldOut'] as const).map((d) => `${having(d)} ${wordsOf[d]}`);
  const nothing = runs.filter((run) => run.decisions.length === 0).length;
  return [...lines, '', `${count(runs.length, 'journey', 'journeys')}: ${parts.join(', ')}, ${nothing} nothing.`].join(
    '\n',
  );
}

const sayOffers = (list: readonly Simulated[]) => list.map((one) => `${one.ruleId} at ${sayMs(one.tMs)}`).join(', ');

/** Who would be invited now and was not before, and the other way round: lines that can be read in a review. */
export function sayDiffs(diffs: readonly Diff[], names: { rules: string; against: string }, all: number): string {
  const lines = diffs.map(({ file, change: { kind, before, after }, why }) => {
    if (kind === 'gained') return `  + ${file}  gains ${sayOffers(after)}`;
    if (kind === 'lost') return `  - ${file}  loses ${sayOffers(before)}${why ? `\n      ${why}` : ''}`;
    return `  ~ ${file}  ${sayOffers(before)} → ${sayOffers(after)}`;
  });
  const of = (kind: Change['kind']) => diffs.filter((one) => one.change.kind === kind).length;
  return [
    `With ${names.rules} instead of ${names.against}:`,
    ...(lines.length > 0 ? lines : ['  nobody would notice']),
    '',
    `${count(of('gained'), 'visitor gains', 'visitors gain')} an invitation, ${count(of('lost'), 'loses', 'lose')} one, ` +
      `${of('changed')} invited otherwise, ${all - diffs.length} as before.`,
  ].join('\n');
}
