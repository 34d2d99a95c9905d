import { type Check, count, fields, maybe, oneOf, type RuleRefusal, refuse, text } from './check.ts';
import { ruleLimits } from './limits.ts';

const scalar: Check = (value, path) =>
  typeof value === 'string' ? text(ruleLimits.wordChars)(value || ' ', path) : scalarOrNumber(value, path);
const scalarOrNumber: Check = (value, path) =>
  typeof value === 'number' || typeof value === 'boolean'
    ? undefined
    : refuse('wrongType', path, 'must be a text, a number, true or false');
const numberOnly: Check = (value, path) =>
  typeof value === 'number' ? undefined : refuse('wrongType', path, 'must be a number');
const values: Check = (value, path) => {
  if (!Array.isArray(value)) return refuse('wrongType', path, 'must be a list');
  if (value.length > ruleLimits.values) return refuse('tooMany', path, `has more than ${ruleLimits.values} values`);
  return value.map((one, i) => scalar(one, `${path}[${i}]`)).find(Boolean);
};

const anything: Check = () => undefined;

// Made when a rule is read and not when the page loads, so that who needs no rules carries none of it.
function leafChecks(): Readonly<Record<string, Check>> {
  const op = anything;
  const name = text(ruleLimits.nameChars);
  const ms = count(0, ruleLimits.ms);
  const compare = (value: Check) => fields({ op, fact: name, value });
  const order = compare(numberOnly);
  return {
    eq: compare(scalar),
    ne: compare(scalar),
    gt: order,
    gte: order,
    lt: order,
    lte: order,
    in: compare(values),
    match: compare(text(ruleLimits.wordChars)),
    page: fields({ op, type: name }),
    dwell: fields({ op, what: oneOf('page', 'form'), form: maybe(name), ms }),
    idle: fields({ op, ms }),
    seen: fields({ op, signal: name, withinMs: maybe(ms) }),
    agent: fields({ op, skill: name }),
    custom: fields({ op, name, args: maybe(anything) }),
  };
}

/** Checks a condition with all in it. `skill` is the offer's, the only one `agent` may name. */
export function conditionCheck(skill: unknown): Check {
  const leaves = leafChecks();
  let left: number = ruleLimits.nodes;
  function visit(node: unknown, path: string, depth: number, negated: boolean): RuleRefusal | undefined {
    if (typeof node !== 'object' || node === null) return refuse('wrongType', path, 'must be a condition');
    if (depth > ruleLimits.depth) return refuse('tooDeep', path, `is nested deeper than ${ruleLimits.depth}`);
    left -= 1;
    if (left < 0) return refuse('tooMany', path, `is beyond the ${ruleLimits.nodes} conditions a rule may have`);
    const { op: kind, of } = node as { op?: unknown; of?: unknown };
    if (kind === 'all' || kind === 'any') {
      const list: Check = (found, at) =>
        Array.isArray(found)
          ? firstOf(found, (child, i) => visit(child, `${at}[${i}]`, depth + 1, negated))
          : refuse('wrongType', at, 'must be a list of conditions');
      return fields({ op: anything, of: list })(node, path);
    }
    if (kind === 'not') {
      return fields({ op: anything, of: anything })(node, path) ?? visit(of, `${path}.of`, depth + 1, !negated);
    }
    if (typeof kind !== 'string' || !Object.hasOwn(leaves, kind))
      return refuse('unknownOp', `${path}.op`, 'is no condition we know');
    const wrong = leaves[kind]!(node, path);
    if (wrong || kind !== 'agent') return wrong;
    // Both would let a page find out by trying who is there.
    if (negated) return refuse('negatedAgent', path, 'may not ask that nobody is free');
    if ((node as { skill: unknown }).skill !== skill)
      return refuse('otherSkill', `${path}.skill`, "must be the offer's skill");
    return undefined;
  }
  return (node, path) => visit(node, path, 1, false);
}

function firstOf<T, R>(list: readonly T[], check: (one: T, i: number) => R | undefined): R | undefined {
  for (const [i, one] of list.entries()) {
    const found = check(one, i);
    if (found) return found;
  }
  return undefined;
}
