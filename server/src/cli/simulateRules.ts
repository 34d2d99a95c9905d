import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Predicates, type Rule, readRule } from '@theke/rules';
import { offsetOf, placeOf } from './jsonPlace.ts';

/** Mistakes begin with the place, like `rules.json:12:9`, so that an editor can jump there. */
export type RulesReading =
  | { ok: true; rules: Rule[]; predicates: Predicates }
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

function readAll(list: readonly Candidate[], placeIn: (path: string, rule: Candidate) => string): RulesReading {
  const rules: Rule[] = [];
  const known = new Set<string>();
  const mistakes: string[] = [];
  const met = new Set<unknown>();
  for (const one of list) {
    // The same object under two names is one rule; two rules of one id are a mistake.
    if (met.has(one.value)) continue;
    met.add(one.value);
    const reading = readRule(one.value);
    if (!reading.ok) {
      const { path, say } = reading.refusal;
      mistakes.push(`${placeIn(path ? `${one.path}.${path}` : one.path, one)}: ${say}`);
    } else if (!known.has(reading.rule.id)) {
      known.add(reading.rule.id);
      rules.push(reading.rule);
    } else {
      mistakes.push(`${placeIn(one.path, one)}: There is another rule with the id ${reading.rule.id}.`);
    }
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, rules, predicates: {} };
}

function readJson(file: string, text: string): RulesReading {
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
  return readAll(candidatesIn(value, '', true), (path) => {
    const { line, column } = placeOf(text, offsetOf(text, path));
    return `${file}:${line}:${column}`;
  });
}

async function readProgram(file: string, source: string): Promise<RulesReading> {
  let exported: Bag;
  try {
    exported = (await import(pathToFileURL(resolve(file)).href)) as Bag;
  } catch (error) {
    return { ok: false, mistakes: [`${file}: It cannot be loaded: ${(error as Error).message}`] };
  }
  const list = Object.entries(exported).flatMap(([name, value]) => candidatesIn(value, name, name === 'default'));
  const reading = readAll(list, (path, { value }) => {
    const line = lineOfId(source, isBag(value) ? value.id : undefined);
    return `${line === undefined ? file : `${file}:${line}`} (${path})`;
  });
  return reading.ok && isBag(exported.predicates)
    ? { ...reading, predicates: exported.predicates as Predicates }
    : reading;
}

/**
 * Reads rules from a `.json` file, or from what a `.ts`, `.js` or `.mjs` file exports: a rule, a list of rules, under any name.
 * An export called `predicates` brings the page's own predicates. Types are not checked here: that is the compiler's work.
 */
export async function loadRules(file: string): Promise<RulesReading> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch {
    return { ok: false, mistakes: [`${file}: There is no such file.`] };
  }
  const reading = /\.json$/i.test(file) ? readJson(file, source) : await readProgram(file, source);
  return reading.ok && reading.rules.length === 0
    ? { ok: false, mistakes: [`${file}: There is no rule in it.`] }
    : reading;
}
