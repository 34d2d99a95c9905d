import type { ReportInterval, UpliftReport } from '@theke/protocol';
import type { Texts } from '../../texts/index.ts';
import { endOf, type Figures } from './figures.ts';

/** What every part of the report speaks with. */
export interface Say {
  words: Texts['uplift'];
  figures: Figures;
}

/** `+3% to +26%`, its ends written by `write`; an open end is said in words. */
export function rangeOf({ low, high }: ReportInterval, write: (value: number) => string, { words }: Say): string {
  const [from, to] = [endOf(low), endOf(high)];
  if (from === null && to === null) return `${words.openLow}, ${words.openHigh}`;
  if (from === null) return `${words.openLow}, ${words.to} ${write(to ?? 0)}`;
  if (to === null) return `${write(from)}, ${words.openHigh}`;
  return `${write(from)} ${words.to} ${write(to)}`;
}

/** The same with the word for it before it. */
export const intervalOf = (interval: ReportInterval, write: (value: number) => string, say: Say): string =>
  `${say.words.interval} ${rangeOf(interval, write, say)}`;

/** What an experiment is called. */
export const nameOf = (experiment: { layer: 'rule' | 'programme'; ruleId: string }, { words }: Say): string =>
  experiment.layer === 'programme' ? words.programme : experiment.ruleId;

/** `N = 38,400 invited + 9,600 held out`. */
export const bothN = ({ arms }: UpliftReport, { words, figures }: Say): string =>
  words.nOf(figures.count(arms.invite.visitors), figures.count(arms.holdout.visitors));

const hourMs = 3_600_000;

/** A window as people say it: whole days, or else hours. */
export function lengthOf(ms: number, { words, figures }: Say): string {
  const hours = Math.max(1, Math.round(ms / hourMs));
  return hours % 24 === 0
    ? words.days(hours / 24, figures.count(hours / 24))
    : words.hours(hours, figures.count(hours));
}
