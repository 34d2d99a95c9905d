import { readRule } from '@theke/rules';
import { type Advice, advise } from '@theke/rules/advise';
import type { Draft } from './draft.ts';
import { type Path, readPath, valueAt, withAt } from './path.ts';
import { withSkill } from './withSkill.ts';

/** What seems wrong with a draft that can be read, each thing once, with something else only where that can be put. `skills`: all that somebody has; null as long as nobody knows. */
export function adviceOf(draft: Draft, skills: readonly string[] | null): readonly Advice[] {
  const reading = draft.fault ? null : readRule(draft.value);
  if (!reading?.ok) return [];
  const all = new Map(
    advise(reading.rule, skills ? { skills } : {}).map(
      (one) => [JSON.stringify([one.path, one.say]), withInstead(draft.value, one) ? one : bare(one)] as const,
    ),
  );
  return [...all.values()];
}

const bare = ({ path, say }: Advice): Advice => ({ path, say });

/** Whether two are about the same thing at the same place, whatever is written there by now. */
export const isAlike = (one: Advice, other: Advice): boolean =>
  one.path === other.path && one.say.code === other.say.code && whyOf(one) === whyOf(other);

const whyOf = ({ say }: Advice) => ('why' in say ? say.why : '');

/** The field of the form something is told at: values of a list are written in one. */
export const fieldOf = ({ path }: Advice): string => path.replace(/\.value\[\d+\]$/u, '.value');

/** A value with what was perhaps meant in it, and where that stands then; null where there is nothing to put, or no room for it. */
export function withInstead(value: unknown, { path, say, instead }: Advice): { value: unknown; path: Path } | null {
  const at = readPath(path);
  const before = valueAt(value, at);
  if (instead === undefined || before === undefined) return null;
  if (say.code === 'noSuchDay') {
    const days = at.slice(0, -1);
    const hours = valueAt(value, days) as object;
    const meant = String(instead);
    // Those hours are somebody's as well.
    if (Object.hasOwn(hours, meant)) return null;
    const named = Object.entries(hours).map(([day, spans]) => [day === say.day ? meant : day, spans]);
    return { value: withAt(value, days, Object.fromEntries(named)), path: [...days, meant] };
  }
  if (path === 'offer.skill') return { value: withSkill(value, before, String(instead)), path: at };
  // A card's text names facts in braces; all else of it stays.
  const isText = say.code === 'unknownFact' && at.at(-1) !== 'fact';
  const next = isText ? renamedIn(String(before), say.fact, String(instead)) : instead;
  return { value: withAt(value, at, next), path: at };
}

const renamedIn = (text: string, fact: string, meant: string) =>
  text.replaceAll(`{${fact}}`, `{${meant}}`).replaceAll(`{${fact}|`, `{${meant}|`);
