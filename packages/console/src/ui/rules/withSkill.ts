/** The same rule for another skill: the offer's, and that of every `agent` condition that named it. */
export function withSkill(value: unknown, before: unknown, skill: string): unknown {
  const renamed = (node: unknown, depth: number): unknown => {
    if (typeof node !== 'object' || node === null || depth > 20) return node;
    if (Array.isArray(node)) return node.map((one) => renamed(one, depth + 1));
    const { op, of, skill: its } = node as { op?: unknown; of?: unknown; skill?: unknown };
    if (op === 'agent' && its === before) return { ...node, skill };
    return of === undefined ? node : { ...node, of: renamed(of, depth + 1) };
  };
  const rule = value as { when?: unknown; offer?: object };
  return { ...rule, when: renamed(rule.when, 1), offer: { ...rule.offer, skill } };
}
