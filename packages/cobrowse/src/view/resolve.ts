import { type Added, change, eventType, type Mutation, type PageEvent } from '../events.ts';

type NodeOf = (id: number) => Node | null;

/**
 * Added nodes in an order in which each finds its parent and its right neighbour already there. What never would is lost.
 *
 * The library tries again and again instead, for half a second, or for ever when two nodes are each other's parent.
 */
export function inOrder(adds: readonly Added[], isThere: (id: number) => boolean): { fit: Added[]; lost: number } {
  const coming = new Map(adds.map((added) => [added.node.id, added]));
  const waiting = new Map<number, Added[]>();
  const missing = new Map<Added, number>();
  const ready: Added[] = [];
  for (const added of adds) {
    const needs = [added.parentId, added.nextId].filter((id): id is number => id !== null && coming.has(id));
    const absent = [added.parentId, added.nextId].some((id) => id !== null && !coming.has(id) && !isThere(id));
    if (absent) continue;
    missing.set(added, needs.length);
    for (const id of needs) {
      const others = waiting.get(id);
      if (others) others.push(added);
      else waiting.set(id, [added]);
    }
    if (needs.length === 0) ready.push(added);
  }
  // Grows while it is walked.
  for (const added of ready) {
    for (const next of waiting.get(added.node.id) ?? []) {
      const left = missing.get(next)! - 1;
      missing.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return { fit: ready, lost: adds.length - ready.length };
}

function resolveMutation(data: Mutation, nodeOf: NodeOf, onMissing: () => void): Mutation {
  const { fit, lost } = inOrder(data.adds, (id) => nodeOf(id) !== null);
  const coming = new Set(fit.map(({ node }) => node.id));
  const gone = new Set(data.removes.map(({ id }) => id));
  const known = (id: number) => coming.has(id) || nodeOf(id) !== null;
  const isLost = ({ id }: { id: number }) => !known(id) && !gone.has(id);
  if (lost > 0 || data.texts.some(isLost) || data.attributes.some(isLost)) onMissing();
  return {
    source: change.mutation,
    adds: fit,
    // What never came cannot go; the visitor's side does not keep account of it.
    removes: data.removes.filter(({ id, parentId }) => nodeOf(id) !== null && nodeOf(parentId) !== null),
    texts: data.texts.filter(({ id }) => known(id)),
    attributes: data.attributes.filter(({ id }) => known(id)),
  };
}

/** An event without what speaks of nodes that are not there; null when nothing is left of it. */
export function resolve(event: PageEvent, nodeOf: NodeOf, onMissing: () => void): PageEvent | null {
  if (event.type !== eventType.change) return event;
  const { data } = event;
  if (data.source === change.mutation)
    return { type: eventType.change, data: resolveMutation(data, nodeOf, onMissing) };
  if (data.source === change.scroll || data.source === change.input || data.source === change.adopted) {
    if (nodeOf(data.id) !== null) return event;
    onMissing();
    return null;
  }
  return event;
}
