import type { ToldCondition, ToldValue, VisitorExplanation } from '@theke/protocol';
import type { Node, SignalAt } from '@theke/rules';
import { money } from '../../format/money.ts';
import { agoWords, exactLength, spokenLength } from '../../format/time.ts';
import type { Texts } from '../../texts/index.ts';
import { begun, conditionWords } from '../rules/words.ts';

interface Speech {
  texts: Texts;
  language: string;
}

/** What the page says instead of a text that is the visitor's own. */
const masked = '?';

const number = (value: unknown) => (typeof value === 'number' ? value : 0);
const signalAt = (key: string): SignalAt => {
  const [signal = '', at] = key.split('@');
  return at ? { signal, at } : { signal };
};

/** A condition as it was told, as the rule it comes from would write it; groups without what is in them. */
function nodeOf({ op, what = '', need, withinMs, of = [] }: ToldCondition): Node {
  const within = typeof need === 'number' ? { withinMs: need } : {};
  switch (op) {
    case 'all':
    case 'any':
      return { op, of: of.map(nodeOf) };
    case 'not':
      return { op, of: of[0] ? nodeOf(of[0]) : { op: 'all', of: [] } };
    case 'held':
      return { op, of: of[0] ? nodeOf(of[0]) : { op: 'all', of: [] }, ms: number(need) };
    case 'dwell': {
      const [place = '', ...name] = what.split(':');
      return { op, what: place as 'page', ...(name.length ? { name: name.join(':') } : {}), ms: number(need) };
    }
    case 'idle':
      return { op, ms: number(need) };
    case 'page':
      return { op, type: String(need ?? '') };
    case 'seen':
      return { op, ...signalAt(what), ...within };
    case 'count':
      return { op, ...signalAt(what), n: number(need), ...(withinMs === undefined ? {} : { withinMs }) };
    case 'since':
      return { op, ...signalAt(what), ms: number(need) };
    case 'seq':
      return { op, of: what.split(' > ').map(signalAt), ...within };
    case 'agent':
      return { op, skill: what };
    case 'custom':
      return { op, name: what };
    default:
      return { op, fact: what, value: need ?? '' };
  }
}

/** What a condition looks for, in words. */
export function nameOfCondition(told: ToldCondition, speech: Speech): string {
  const { kinds } = speech.texts.rules;
  if (told.op === 'all' || told.op === 'any' || told.op === 'not') return kinds[told.op];
  if (told.op === 'held') return speech.texts.explain.heldFor(exactLength(number(told.need)));
  return begun(conditionWords(nodeOf(told), speech), speech);
}

function valueWords(what: string, value: ToldValue, { texts, language }: Speech): string {
  if (typeof value === 'boolean') return value ? texts.rules.yes : texts.rules.no;
  if (typeof value === 'string') return texts.rules.say.quoted(value);
  return /Cents$/u.test(what) ? money(value, undefined, language) : new Intl.NumberFormat(language).format(value);
}

/** Passed time counts when it is over: `2 min 59 s of 3 min` is not there yet. */
const passed = (ms: number) => exactLength(Math.floor(ms / 1_000) * 1_000);

/** How long ago the server said no, as long as the page waits to ask it again; null while that is no matter. */
export function serverNoMs({ state, gate, last }: VisitorExplanation): number | null {
  if (state !== 'held' || gate?.name !== 'backoff') return null;
  return last.findLast((one) => one.what === 'denied')?.agoMs ?? null;
}

/** Whether all that is open about a condition is what only the server knows. */
export const isServers = ({ value, note, of = [] }: ToldCondition): boolean => {
  const open = of.filter((one) => one.value === 'unknown');
  return value === 'unknown' && (note === 'serverAsked' || (open.length > 0 && open.every(isServers)));
};

/** What there is of it, and what is needed: `2 min 10 s of 3 min`. Empty where there is nothing to say. `noMs`: so long ago the server said no. */
export function standOfCondition(told: ToldCondition, speech: Speech, noMs: number | null = null): string {
  const { op, what = '', have, need, note } = told;
  const words = speech.texts.explain;
  if (note === 'serverAsked' && noMs !== null) return words.serverNo(agoWords(noMs, speech.language));
  if (note) return words.notes[note];
  if (have === undefined) return '';
  const none = have === null;
  switch (op) {
    case 'dwell':
    case 'idle':
    case 'held':
      if (none) return op === 'held' ? words.notYet : words.unknown;
      return words.of(passed(number(have)), exactLength(number(need)));
    case 'count':
      return words.of(String(have), String(need));
    case 'since':
      return none ? words.neverYet : words.of(passed(number(have)), exactLength(number(need)));
    case 'seen':
      return none ? words.neverYet : words.before(spokenLength(number(have)));
    case 'seq':
      return none ? words.notInOrder : words.took(spokenLength(number(have)));
    default:
      if (none) return words.unknown;
      return have === masked ? words.masked : words.isNow(valueWords(what, have, speech));
  }
}

/** How far along a condition is, from 0 to 1; null where that is no matter of more or less. */
export function progressOf({ op, have, need }: ToldCondition): number | null {
  if (!['dwell', 'idle', 'held', 'count', 'since'].includes(op)) return null;
  if (typeof need !== 'number' || need <= 0) return null;
  return Math.min(1, Math.max(0, number(have) / need));
}

/** The condition at a place like `when.of[0].of`; undefined when what was told does not have it. */
export function conditionAt(tree: ToldCondition, path: string): ToldCondition | undefined {
  const steps = path.match(/\.of(?:\[\d+\])?/gu) ?? [];
  return steps.reduce<ToldCondition | undefined>((one, step) => one?.of?.[Number(/\d+/u.exec(step)?.[0] ?? 0)], tree);
}

/** What is missing, each as a phrase. */
export function missingWords({ tree, blockers }: VisitorExplanation, speech: Speech): string[] {
  const words = speech.texts.explain;
  return blockers.flatMap(({ path, want, waitMs }) => {
    const told = conditionAt(tree, path);
    if (!told) return [];
    if (told.op === 'held') return [words.waitMore(nameOfCondition(told, speech), exactLength(waitMs ?? 0))];
    const name = nameOfCondition(told, speech);
    return [want ? name : words.mustEnd(name)];
  });
}
