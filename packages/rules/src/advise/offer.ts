import type { Rule, Words } from '../rule/nodes.ts';
import { type Advice, type AdviseOptions, found } from './advice.ts';
import { adviseName } from './facts.ts';
import { nearest } from './nearest.ts';

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const isDay = (day: string) => !Number.isNaN(Date.parse(day)) && dayOf(Date.parse(day)) === day;

/** The last day of the month that somebody thought was longer. */
function lastDay(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return dayOf(new Date(0).setUTCFullYear(year, month, 0));
}

/** The facts a text names are told by the page like those of conditions. */
function adviseWords(words: Words | undefined, path: string, options: AdviseOptions): Advice[] {
  return Object.entries(words ?? {}).flatMap(([language, text]: [string, string]) =>
    [...text.matchAll(/\{([A-Za-z][\w.]{0,99})(?:\|[^{}]*)?\}/g)].flatMap(([, name = '']) =>
      adviseName(name, `${path}.${language}`, options),
    ),
  );
}

function adviseHours({ hours }: Rule): Advice[] {
  if (!hours) return [];
  const { weekly, days = {} } = hours.open;
  const wrong = Object.keys(days).filter((day) => !isDay(day));
  const opens = [...Object.values(weekly), ...Object.values(days)].some((spans) => spans.length > 0);
  return [
    ...wrong.flatMap((day) => found(`hours.open.days.${day}`, { code: 'noSuchDay', day }, lastDay(day))),
    ...(opens ? [] : found('hours.open', { code: 'neverInvites', why: 'hours' })),
  ];
}

function adviseCaps({ caps }: Rule): Advice[] {
  const most = { perPage: caps?.perPage, perVisit: caps?.perVisit, 'perVisitor.n': caps?.perVisitor?.n };
  return Object.entries(most).flatMap(([name, n]) =>
    n === 0 ? found(`caps.${name}`, { code: 'neverInvites', why: 'cap' }) : [],
  );
}

/** Looks at all of a rule that is no condition: who answers, what the card says, when and how often it may come. */
export function adviseOffer(rule: Rule, options: AdviseOptions): Advice[] {
  const { skill, kind, title, text, variants = [] } = rule.offer;
  // An article needs nobody.
  const known = kind === 'article' ? [skill] : (options.skills ?? [skill]);
  return [
    ...(known.includes(skill) ? [] : found('offer.skill', { code: 'unknownSkill', skill }, nearest(skill, known))),
    ...adviseWords(title, 'offer.title', options),
    ...adviseWords(text, 'offer.text', options),
    ...variants.flatMap((variant, i) => {
      const path = `offer.variants[${i}]`;
      const isAgain = variants.slice(0, i).some(({ id }) => id === variant.id);
      return [
        ...(isAgain ? found(`${path}.id`, { code: 'sameVariant', id: variant.id }) : []),
        ...adviseWords(variant.title, `${path}.title`, options),
        ...adviseWords(variant.text, `${path}.text`, options),
      ];
    }),
    ...adviseCaps(rule),
    ...adviseHours(rule),
  ];
}
