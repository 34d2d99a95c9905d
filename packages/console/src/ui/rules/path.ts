/** Where something stands in JSON: keys of objects, places in lists. */
export type Path = readonly (string | number)[];

const holds = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;

/** As refusals write it: `when.of[1].ms`. */
export const pathText = (path: Path): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');

/** What stands there; undefined when the way there ends earlier. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (holds(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);

/** The same JSON with something else there, the order of keys kept. `undefined` takes it away; what is missing on the way is made. */
export function withAt(value: unknown, path: Path, next: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(value) ? [...value] : [];
    const inner = withAt(list[key], rest, next);
    if (inner === undefined) list.splice(key, 1);
    else list[key] = inner;
    return list;
  }
  const before = holds(value) && !Array.isArray(value) ? value : {};
  const inner = withAt(before[key], rest, next);
  if (inner !== undefined) return { ...before, [key]: inner };
  const { [key]: _gone, ...others } = before;
  // Taking away what is not there makes nothing.
  return value === undefined && Object.keys(others).length === 0 ? undefined : others;
}

/** The place that {@link pathText} has written. */
export const readPath = (text: string): Path =>
  [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/gu)].map(([, index, key]) => (key === undefined ? Number(index) : key));
