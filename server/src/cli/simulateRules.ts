import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Predicates, type Rule, readRule } from '@theke/rules';
import type { AdviseOptions } from '@theke/rules/advise';
import { offsetOf, placeOf } from './jsonPlace.ts';
import { adviceOn, type PlacedAdvice } from './simulateAdvice.ts';

/** Mistakes begin with the place, like `rules.json:12:9`, so that an editor can jump there. */
export type RulesReading =
  | { ok: true; rules: Rule[]; predicates: Predicates; advice: readonly PlacedAdvice[] }
  | { ok: false; mistakes: readonly string[] };

/** A value that may be a rule, and how one gets to it in its file. */
interface Candidate {
  path: string;
  value: unknown;
}

type Bag = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const isRuleLike = (value: unknown): value is Bag => isBag(value) && 'when' in value;

/** Rules in a value: one, a list of them, `{ rules }`, or records as the server answers them. */
function candidatesIn(value: unknown, path: string, sure: boolean): Candidate[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => candidatesIn(one, `${path}[${i}]`, sure));
  if (isBag(value) && Array.isArray(value.rules))
    return candidatesIn(value.rules, path ? `${path}.rules` : 'rules', true);
  if (isBag(value) && 'ruleId' in value && 'rule' in value)
    return value.rule === null ? [] : [{ path: `${path}.rule`, value: value.rule }];
  return sure || isRuleLike(value) ? [{ path, value }] : [];
}

/** The line of a program in which a rule's id is written; undefined when it is put together somehow. */
function lineOfId(source: string, id: unknown): number | undefined {
  if (typeof id !== 'string') return undefined;
  const at = source.search(new RegExp(`(['"\`])${id.replace(/[^\w-]/g, '\\$&')}\\1`));
  return at < 0 ? undefined : placeOf(source, at).line;
}

function readAll(
  list: readonly Candidate[],
  known: AdviseOptions,
  placeIn: (path: string, rule: Candidate) => string,
): RulesReading {
  const rules: Rule[] = [];
  const advice: PlacedAdvice[] = [];
  const ids = new Set<string>();
  const mistakes: string[] = [];
  const met = new Set<unknown>();
  for (const one of list) {
    // The same object under two names is one rule; two rules of one id are a mistake.
    if (met.has(one.value)) continue;
    met.add(one.value);
    const reading = readRule(one.value);
    const placeOfPart = (path: string) => placeIn(path ? `${one.path}.${path}` : one.path, one);
    if (!reading.ok) {
      mistakes.push(`${placeOfPart(reading.refusal.path)}: ${reading.refusal.say}`);
    } else if (!ids.has(reading.rule.id)) {
      ids.add(reading.rule.id);
      rules.push(reading.rule);
      advice.push(...adviceOn(reading.rule, known, placeOfPart));
    } else {
      mistakes.push(`${placeIn(one.path, one)}: There is another rule with the id ${reading.rule.id}.`);
    }
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, rules, predicates: {}, advice };
}

function readJson(file: string, text: string, known: AdviseOptions): RulesReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const said = (error as Error).message;
    const position = Number(/position (\d+)/.exec(said)?.[1] ?? text.length);
    const { line, column } = placeOf(text, position);
    return {
      ok: false,
      mistakes: [`${file}:${line}:${column}: This is no JSON: ${said.replace(/ in JSON at.*/s, '')}.`],
    };
  }
  return readAll(candidatesIn(value, '', true), known, (path) => {
    const { line, column } = placeOf(text, offsetOf(text, path));
    return `${file}:${line}:${column}`;
  });
}

async function readProgram(file: string, source: string, given: AdviseOptions): Promise<RulesReading> {
  let exported: Bag;
  try {
    exported = (await import(pathToFileURL(resolve(file)).href)) as Bag;
  } catch (error) {
    return { ok: false, mistakes: [`${file}: It cannot be loaded: ${(error as Error).message}`] };
  }
  const list = Object.entries(exported).flatMap(([name, value]) => candidatesIn(value, name, name === 'default'));
  const { predicates, vocabulary } = exported;
  const known: AdviseOptions = {
    ...given,
    ...(isBag(predicates) && { predicates: Object.keys(predicates) }),
    ...(isBag(vocabulary) && (vocabulary as AdviseOptions)),
  };
  const reading = readAll(list, known, (path, { value }) => {
    const line = lineOfId(source, isBag(value) ? value.id : undefined);
    return `${line === undefined ? file : `${file}:${line}`} (${path})`;
  });
  return reading.ok && isBag(predicates) ? { ...reading, predicates: predicates as Predicates } : reading;
}

/**
 * Reads rules from a `.json` file, or from what a `.ts`, `.js` or `.mjs` file exports: a rule, a list of rules, under any name.
 * An export called `predicates` brings the page's own predicates, one called `vocabulary` the shop's own words as `advise` takes them.
 * Types are not checked here: that is the compiler's work.
 */
export async function loadRules(file: string, known: AdviseOptions = {}): Promise<RulesReading> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch {
    return { ok: false, mistakes: [`${file}: There is no such file.`] };
  }
  const reading = /\.json$/i.test(file) ? readJson(file, source, known) : await readProgram(file, source, known);
  return reading.ok && reading.rules.length === 0
    ? { ok: false, mistakes: [`${file}: There is no rule in it.`] }
    : reading;
}
