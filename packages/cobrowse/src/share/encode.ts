/**
 * JSON of what we built ourselves: strings, numbers, booleans, null, arrays, plain objects.
 *
 * Old page libraries give arrays or objects a `toJSON` of their own, which would turn an event into a string within a string.
 */
export function encode(value: unknown): string {
  return pageBendsJson() ? slowly(value) : JSON.stringify(value);
}

const bent = (of: object): boolean => typeof (of as { toJSON?: unknown }).toJSON === 'function';
const pageBendsJson = (): boolean => bent([]) || bent({});

function slowly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(slowly).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${slowly(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
