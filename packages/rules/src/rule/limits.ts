/** What a rule may cost. A rule above these is refused, never cut. */
export const ruleLimits = {
  depth: 8,
  nodes: 200,
  nameChars: 100,
  wordChars: 500,
  values: 100,
  /** A week: nothing a visit can outlast. */
  ms: 7 * 86_400_000,
  jsonChars: 64_000,
} as const;
