/** Bounds of what one event may hold. A page beyond them is not shown rather than shown slowly. */
export const bounds = {
  depth: 256,
  /** Nodes of one picture. A page of 40 000 elements has some 120 000. */
  nodes: 200_000,
  attributes: 120,
  attributeChars: 65_536,
  textChars: 262_144,
  cssChars: 4_194_304,
  /** One event as a line of JSON. */
  lineChars: 33_554_432,
  /** What one chunk may unfold to. */
  chunkChars: 16_777_216,
  viewport: 10_000,
  list: 50_000,
  /** One captured file, and all of a share together. */
  assetBytes: 300_000,
  assetsBytes: 8_388_608,
  stillBytes: 200_000,
  /** Pages inside the page, and pages inside those. */
  frames: 50,
  frameDepth: 5,
  stills: 200,
} as const;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A node id. */
export const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export const isText = (value: unknown, maxChars: number): value is string =>
  typeof value === 'string' && value.length <= maxChars;

export const isFigure = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const isSide = (value: unknown): value is number => isFigure(value) && value >= 1 && value <= bounds.viewport;

/** Every entry read, or null when one of them is not as it must be. Absent is an empty list. */
export function readList<T>(value: unknown, read: (entry: unknown) => T | null): T[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > bounds.list) return null;
  const all: T[] = [];
  for (const entry of value) {
    const one = read(entry);
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

/** A rule's place: a number, or a path of numbers into nested rules. */
export function readPlace(value: unknown): number | number[] | null {
  if (isCount(value)) return value;
  return Array.isArray(value) && value.length > 0 && value.length <= 32 && value.every(isCount) ? value : null;
}
