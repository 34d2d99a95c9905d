type Schema = Readonly<Record<string, unknown>>;

/** Says nothing about a value. */
const silent = new Set(['description', 'default', 'format', 'title']);

const kindOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
const fits = (value: unknown, type: unknown) =>
  type === kindOf(value) || (type === 'number' && kindOf(value) === 'integer');

/**
 * What is wrong with a value by a JSON Schema, one line each. Stricter than the standard in two ways: an object that names its fields
 * has no others unless it says so, and a word of the standard that is not known here is a fault, never passed over.
 */
export function faultsOf(value: unknown, schema: Schema, root: Schema, at = '$'): string[] {
  return Object.entries(schema).flatMap(([word, wanted]) => one(value, schema, root, at, word, wanted));
}

function one(value: unknown, schema: Schema, root: Schema, at: string, word: string, wanted: unknown): string[] {
  const wrong = (isWrong: boolean) =>
    isWrong ? [`${at} breaks ${word} ${JSON.stringify(wanted)}: ${brief(value)}`] : [];
  const inside = (part: unknown, sub: unknown, where: string) => faultsOf(part, sub as Schema, root, where);
  const list = Array.isArray(value) ? value : [];
  const fields = kindOf(value) === 'object' ? (value as Record<string, unknown>) : {};
  const isText = typeof value === 'string';
  switch (word) {
    case '$ref':
      return inside(value, lookUp(root, String(wanted)), at);
    case 'type':
      return wrong(![wanted].flat().some((type) => fits(value, type)));
    case 'const':
      return wrong(value !== wanted);
    case 'enum':
      return wrong(!(wanted as unknown[]).includes(value));
    case 'anyOf': {
      const tries = (wanted as Schema[]).map((sub) => inside(value, sub, at));
      return tries.some((faults) => faults.length === 0) ? [] : [`${at} fits none of: ${tries.flat().join(' | ')}`];
    }
    case 'allOf':
      // Each part may say something of the same object: which fields there are is not asked of each.
      return (wanted as Schema[]).flatMap((sub) => inside(value, { additionalProperties: true, ...sub }, at));
    case 'properties':
      return Object.entries(fields).flatMap(([key, part]) => {
        const known = (wanted as Record<string, Schema>)[key];
        if (known) return inside(part, known, `${at}.${key}`);
        return schema.additionalProperties === undefined ? [`${at}.${key} is not described`] : [];
      });
    case 'additionalProperties': {
      const named = (schema.properties ?? {}) as Record<string, unknown>;
      const more = Object.entries(fields).filter(([key]) => !Object.hasOwn(named, key));
      if (typeof wanted === 'boolean') return wrong(!wanted && more.length > 0);
      return more.flatMap(([key, part]) => inside(part, wanted, `${at}.${key}`));
    }
    case 'required':
      return kindOf(value) === 'object' ? wrong((wanted as string[]).some((key) => !(key in fields))) : [];
    case 'items':
      return list.flatMap((part, i) => inside(part, wanted, `${at}[${i}]`));
    case 'prefixItems':
      return list.flatMap((part, i) => inside(part, (wanted as Schema[])[i] ?? {}, `${at}[${i}]`));
    case 'minItems':
      return wrong(Array.isArray(value) && list.length < Number(wanted));
    case 'maxItems':
      return wrong(list.length > Number(wanted));
    case 'minLength':
      return wrong(isText && value.length < Number(wanted));
    case 'maxLength':
      return wrong(isText && value.length > Number(wanted));
    case 'minimum':
      return wrong(typeof value === 'number' && value < Number(wanted));
    case 'maximum':
      return wrong(typeof value === 'number' && value > Number(wanted));
    case 'pattern':
      return wrong(isText && !new RegExp(String(wanted), 'u').test(value));
    default:
      return silent.has(word) ? [] : [`${at}: nothing is known of the word ${word}`];
  }
}

/** What stands at `#/components/schemas/Rule`. Throws when nothing does. */
export function lookUp(root: Schema, ref: string): Schema {
  const found = ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((part, key) => (part as Schema | undefined)?.[key], root);
  if (!found) throw new Error(`${ref} leads nowhere`);
  return found as Schema;
}

const brief = (value: unknown) => String(JSON.stringify(value)).slice(0, 100);
