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

/** Checks by name; a text is the fields of an object, as `objectOf` reads them. */
export type Checks = Readonly<Record<string, Check | string>>;

export const refuse = (code: RefusalCode, path: string, say: string): RuleRefusal => ({
  code,
  path,
  say: `${path || 'The rule'} ${say}.`,
});

const wrongType = (path: string, is: string) => refuse('wrongType', path, `must be ${is}`);
const outOfRange = (path: string, is: string) => refuse('outOfRange', path, `must be ${is}`);

/** A text that `fits`; `is` says in words which those are. */
export const text =
  (fits: (value: string) => boolean, is: string): Check =>
  (value, path) =>
    typeof value !== 'string' ? wrongType(path, 'a text') : fits(value) ? undefined : outOfRange(path, is);

export const upTo = (max: number): Check =>
  text((value) => /\S/.test(value) && value.length <= max, `a text of 1 to ${max} characters`);

export const like = (pattern: RegExp, is: string): Check => text((value) => pattern.test(value), is);

/** A number between two; whole unless said otherwise. */
export const count =
  (min: number, max: number, whole = true): Check =>
  (value, path) =>
    typeof value !== 'number'
      ? wrongType(path, 'a number')
      : value >= min && value <= max && (!whole || Number.isInteger(value))
        ? undefined
        : outOfRange(path, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);

export const oneOf = (words: string): Check => {
  const list = words.split(' ');
  return (value, path) => (list.includes(value as string) ? undefined : wrongType(path, `one of ${list.join(', ')}`));
};

/** A list of so many of these. */
export const listOf =
  (check: Check, min: number, max: number): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return wrongType(path, 'a list');
    if (value.length > max) return refuse('tooMany', path, `has more than ${max} entries`);
    if (value.length < min) return outOfRange(path, 'longer');
    return firstOf(value, (one, i) => check(one, `${path}[${i}]`));
  };

/**
 * An object with these fields, no other, none missing but those with a question mark: `fact value:scalar at?`. A field is checked by
 * the check of its name, or of the one after the colon.
 */
export const objectOf =
  (fields: string, checks: Checks): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrongType(path, 'an object');
    const at = (key: string) => (path ? `${path}.${key}` : key);
    const shape = new Map(
      fields.split(' ').map((field) => {
        const [key = '', as] = field.split(':');
        const name = key.replace('?', '');
        return [name, { needed: name === key, check: checks[as ?? name]! }];
      }),
    );
    return (
      firstOf(Object.keys(value), (key) =>
        shape.has(key) ? undefined : refuse('unknownKey', at(key), 'is not known here'),
      ) ??
      firstOf([...shape], ([key, { needed, check }]) => {
        if (!Object.hasOwn(value, key)) return needed ? refuse('missing', at(key), 'is missing') : undefined;
        const found = (value as Record<string, unknown>)[key];
        return (typeof check === 'string' ? objectOf(check, checks) : check)(found, at(key));
      })
    );
  };

/** All are looked at: there are never more than a rule may have. */
const firstOf = <T, R>(list: readonly T[], check: (one: T, i: number) => R | undefined): R | undefined =>
  list.map(check).find(Boolean);
