/**
 * One number for the shape of a page, the same on both sides when both have the same tree: the sum, modulo 2^32, over every told
 * node of {@link edge}. A sum, so that the visitor's side can keep it up to date change by change instead of walking the page.
 */
export interface Check {
  /** Told nodes below the document, insides of shadow roots and frames included. */
  nodes: number;
  sum: number;
}

/**
 * What one node adds: its own id, its parent's (of the host for the insides of a shadow root, of the frame for a document inside
 * one) and that of the told sibling before it (0: none). Ids are whole numbers.
 */
export function edge(parent: number, before: number, node: number): number {
  let mixed = Math.imul(parent ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(before + 0x7f4a7c15, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ node, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
