/** Why a rule was not taken. Closed, so that a console can explain each in its own words. */
export type RefusalCode =
  | 'notPlain'
  | 'missing'
  | 'wrongType'
  | 'outOfRange'
  | 'unknownKey'
  | 'unknownOp'
  | 'tooDeep'
  | 'tooMany'
  | 'negatedAgent'
  | 'otherSkill';

/** What is wrong and where: `path` is like `when.of[1].ms`, `say` one English sentence for the developer. */
export interface RuleRefusal {
  code: RefusalCode;
  path: string;
  say: string;
}

export type Check = (value: unknown, path: string) => RuleRefusal | undefined;

export const refuse = (code: RefusalCode, path: string, say: string): RuleRefusal => ({
  code,
  path,
  say: `${path || 'The rule'} ${say}.`,
});

/** Marks a field as optional. */
export const maybe = (check: Check): Check & { optional?: true } =>
  Object.assign<Check, { optional: true }>((value, path) => check(value, path), { optional: true });

export const text =
  (max: number): Check =>
  (value, path) => {
    if (typeof value !== 'string') return refuse('wrongType', path, 'must be a text');
    if (value.length === 0 || value.length > max) return refuse('outOfRange', path, `must have 1 to ${max} characters`);
    return undefined;
  };

export const count =
  (min: number, max: number): Check =>
  (value, path) => {
    if (typeof value !== 'number') return refuse('wrongType', path, 'must be a number');
    if (!Number.isInteger(value) || value < min || value > max)
      return refuse('outOfRange', path, `must be a whole number from ${min} to ${max}`);
    return undefined;
  };

export const oneOf =
  (...values: readonly string[]): Check =>
  (value, path) =>
    values.includes(value as string) ? undefined : refuse('wrongType', path, `must be one of ${values.join(', ')}`);

/** An object with these fields, no other, none missing but the optional ones. */
export const fields =
  (shape: Readonly<Record<string, Check & { optional?: true }>>): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse('wrongType', path, 'must be an object');
    const at = (key: string) => (path ? `${path}.${key}` : key);
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key)) return refuse('unknownKey', at(key), 'is not known here');
    }
    for (const [key, check] of Object.entries(shape)) {
      const has = Object.hasOwn(value, key);
      if (!has && !check.optional) return refuse('missing', at(key), 'is missing');
      const found = has ? check((value as Record<string, unknown>)[key], at(key)) : undefined;
      if (found) return found;
    }
    return undefined;
  };
