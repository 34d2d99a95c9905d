/** A leaf of an editable part: which stretch of its plain text it holds. A line break holds none, it marks a place. */
export interface Leaf {
  node: Node;
  from: number;
  to: number;
}

const blocks = new Set(
  'address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** Whether it stands on lines of its own. */
export const isBlock = (node: Node) => blocks.has(node.nodeName.toLowerCase());

/**
 * The plain text of an editable part as its reader sees it: a line per block and after every break, but none for the break that
 * only keeps an empty line open. Parts inside it that are not editable have no text.
 */
export function readLines(host: HTMLElement, kept: boolean): { text: string; leaves: Leaf[] } {
  const leaves: Leaf[] = [];
  let text = '';
  let begun = false;
  let due = false;

  function leaf(node: Node, holds: string): void {
    if (due) text += '\n';
    due = false;
    begun = true;
    leaves.push({ node, from: text.length, to: text.length + holds.length });
    text += holds;
  }

  function walk(node: Node): void {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        const { data } = child as Text;
        // Line breaks of the source between blocks are no text.
        if (data !== '' && (kept || !/^\s*\n\s*$/.test(data)))
          leaf(child, kept ? data : data.replace(/[\n\t\u00a0]/g, ' '));
      } else if (child.nodeName === 'BR') {
        leaf(child, '');
        due = true;
      } else if (child.nodeType === 1 && (child as HTMLElement).contentEditable !== 'false') {
        const apart = isBlock(child);
        if (apart && begun) due = true;
        walk(child);
        if (apart && begun) due = true;
      }
    }
  }

  walk(host);
  return { text, leaves };
}

/** Where in the document a place in the text is. */
export function placeIn(host: Node, leaves: readonly Leaf[], place: number): [node: Node, offset: number] {
  const leaf = leaves.find(({ from, to }) => from <= place && place <= to);
  if (!leaf) return [host, host.childNodes.length];
  if (leaf.node.nodeType === 3) return [leaf.node, place - leaf.from];
  const parent = leaf.node.parentNode ?? host;
  return [parent, Array.prototype.indexOf.call(parent.childNodes, leaf.node)];
}

/** The other way round. */
export function placeOf(leaves: readonly Leaf[], length: number, node: Node, offset: number): number {
  const inside = leaves.find((leaf) => leaf.node === node && node.nodeType === 3);
  if (inside) return Math.min(inside.to, inside.from + offset);
  const range = node.ownerDocument!.createRange();
  range.setStart(node, offset);
  return leaves.find((leaf) => range.comparePoint(leaf.node, 0) >= 0)?.from ?? length;
}
