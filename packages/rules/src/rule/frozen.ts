/** Freezes plain JSON all the way down and gives it back. */
export function frozenDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozenDeep(inner);
  }
  return value;
}
