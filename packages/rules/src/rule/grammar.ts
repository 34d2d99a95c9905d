import { maxTimes } from '../engine/memory.ts';
import { type Check, type Checks, count, like, listOf, objectOf, oneOf, refuse, text, upTo } from './check.ts';
import { ruleLimits } from './limits.ts';

/** A year: cool-downs and windows outlast visits. */
const maxMs = 366 * 86_400_000;
/** More signals in a row than anybody gives. */
const maxSteps = 10;

const anything: Check = () => undefined;
const week = 'mon tue wed thu fri sat sun';
const clock = '"(([01]\\d|2[0-3]):[0-5]\\d|24:00)"';
const spans = new RegExp(`^\\[(\\[${clock},${clock}\\](,(?=\\[)|(?=\\]$))){0,10}\\]$`);
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function isZone(zone: string): boolean {
  try {
    return /^(shop|visitor)$/.test(zone) || !!new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
}

/** The fields of each kind of condition. */
const kinds: Readonly<Record<string, string>> = {
  all: 'of',
  any: 'of',
  not: 'of:one',
  held: 'of:one ms',
  eq: 'fact value:scalar',
  ne: 'fact value:scalar',
  gt: 'fact value:number',
  gte: 'fact value:number',
  lt: 'fact value:number',
  lte: 'fact value:number',
  in: 'fact value:values',
  match: 'fact value:word',
  page: 'type:name',
  dwell: 'what place? ms',
  idle: 'ms',
  seen: 'signal at? withinMs?',
  count: 'signal at? n withinMs?',
  since: 'signal at? ms',
  seq: 'of:steps withinMs?',
  agent: 'skill:name',
  custom: 'name args?',
};

/** What each field of a rule has to be. Made when a rule is read: who needs no rules carries none of it. */
function checksFor(): Checks {
  const name = upTo(ruleLimits.nameChars);
  const word = text(
    ({ length }) => length <= ruleLimits.wordChars,
    `a text of at most ${ruleLimits.wordChars} characters, a number, true or false`,
  );
  const scalar: Check = (value, path) => (/^(number|boolean)$/.test(typeof value) ? undefined : word(value, path));
  const ms = count(0, ruleLimits.ms);
  const few = count(0, 100);
  const checks: Record<string, Check | string> = {
    op: anything,
    args: anything,
    // What every object has is no id: counts are kept by it.
    id: text((id) => /^[\w.:-]{1,100}$/.test(id) && !(id in {}), '1 to 100 letters, digits or _ . : -'),
    version: count(1, 1e6),
    priority: count(-1000, 1000),
    mode: oneOf('live shadow off'),
    offer: 'kind? skill title?:words text:words url? variants?',
    kind: oneOf('chat call share article'),
    skill: like(/^[a-z0-9_-]{1,40}$/, '1 to 40 small letters, digits, _ or -'),
    words: 'en:word de:word',
    word: upTo(ruleLimits.wordChars),
    url: like(/^\/(?![/\\])[^\s\\]{0,499}$/, "a path of this shop, like '/help'"),
    caps: 'perPage?:few perVisit?:few perVisitor?',
    perVisitor: 'n:few withinMs:long',
    cooldown: 'afterDismissMs?:long afterIgnoreMs?:long afterChatMs?:long afterOrderMs?:long',
    hours: 'timeZone open',
    timeZone: text(isZone, "'shop', 'visitor' or a time zone like 'Europe/Berlin'"),
    open: 'weekly days?',
    weekly: week.replace(/\w+/g, '$&?:spans'),
    days: (value, path) => {
      const known = Object.keys(Object(value)).filter((day) => date.test(day));
      return objectOf(known.map((day) => `${day}:spans`).join(' ') || 'none?', checks)(value, path);
    },
    spans: (value, path) =>
      spans.test(JSON.stringify(value)) ? undefined : refuse('wrongType', path, "must be like [['09:00', '17:00']]"),
    settleMs: ms,
    funnel: 'level:few lockMs:long',
    holdout: 'share salt:name windowMs:span',
    share: count(0, 0.9, false),
    name,
    fact: name,
    form: name,
    signal: name,
    at: name,
    ms,
    withinMs: ms,
    long: count(0, maxMs),
    // Nobody's order would count in less.
    span: count(36e5, maxMs),
    few,
    n: count(1, maxTimes),
    what: oneOf('site page form section field product'),
    number: count(-Infinity, Infinity, false),
    scalar,
    values: listOf(scalar, 0, ruleLimits.values),
  };
  checks.variants = listOf(objectOf('id:name title?:words text:words', checks), 1, 10);
  checks.steps = listOf(objectOf('signal at?', checks), 1, maxSteps);
  return checks;
}

/** Checks a rule with all in it. `agent` may name only the offer's own skill. */
export function ruleCheck(offer: { kind?: unknown; skill?: unknown }): Check {
  const checks = checksFor();
  let left: number = ruleLimits.nodes;

  const condition =
    (depth: number, negated: boolean): Check =>
    (node, path) => {
      if (typeof node !== 'object' || node === null) return refuse('wrongType', path, 'must be a condition');
      if (depth > ruleLimits.depth) return refuse('tooDeep', path, `is nested deeper than ${ruleLimits.depth}`);
      left -= 1;
      if (left < 0) return refuse('tooMany', path, `has more than ${ruleLimits.nodes} conditions`);
      const { op, what, skill } = node as { op?: unknown; what?: unknown; skill?: unknown };
      const child = condition(depth + 1, negated !== (op === 'not'));
      if (typeof op !== 'string' || !Object.hasOwn(kinds, op))
        return refuse('unknownOp', `${path}.op`, 'is no condition we know');
      // A form's name stands in `form`; page and site have none.
      const named = what === 'form' ? 'form? ' : what === 'page' || what === 'site' ? '' : 'name? ';
      const more = { of: listOf(child, 0, ruleLimits.nodes), one: child };
      const wrong = objectOf(`op ${kinds[op]!.replace('place? ', named)}`, { ...checks, ...more })(node, path);
      if (wrong || op !== 'agent') return wrong;
      // Both would let a page find out by trying who is there.
      if (negated) return refuse('negatedAgent', path, 'may not ask that nobody is free');
      return skill === offer.skill ? undefined : refuse('otherSkill', `${path}.skill`, "must be the offer's skill");
    };

  return objectOf('id version priority? mode? when offer caps? cooldown? hours? settleMs? funnel? holdout?', {
    ...checks,
    when: condition(1, false),
    ...(offer.kind === 'article' && { offer: (checks.offer as string).replace('url?', 'url') }),
  });
}
