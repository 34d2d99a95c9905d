import { scrubSecrets, secretSpans } from '@theke/rules';
import { filled, numberSign } from './signs.ts';
import { tree } from './tree.ts';

// Neighbours beyond these are no part of the same number: an IBAN has 34 signs.
const maxNodes = 64;
const maxChars = 48;

// Where one of them begins or ends, a line does. Others (div, custom elements) can stand side by side.
const breaks = new Set(
  'address article aside blockquote body br caption col dd details dialog dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu nav ol option optgroup p pre section summary table tbody td tfoot th thead title tr ul script style template noscript'.split(
    ' ',
  ),
);
// These can too, but then no more than a group of digits stands in each.
const maxBoxChars = 8;
const maxBoxNodes = 3;

// Between two nodes: keeps groups apart, and is itself a sign that may stand between groups.
const seam = '\u200b';

const notTyped = /^(hidden|checkbox|radio|submit|button|reset|file|image|range|color)$/;
const leaves = new Set(['input', 'textarea', 'select', 'svg']);

function endsLine(element: Element): boolean {
  const tag = element.localName;
  if (breaks.has(tag)) return true;
  if (tag !== 'div') return false;
  const { first, next } = tree();
  let nodes = 0;
  for (let child = first(element); child; child = next(child)) {
    nodes += 1;
    if (nodes > maxBoxNodes) return true;
  }
  return (element.textContent ?? '').trim().length > maxBoxChars;
}

function textAt(node: Node): string {
  if (node.nodeType === 3) return tree().text(node);
  if (node.nodeType !== 1) return '';
  const field = node as HTMLInputElement;
  const tag = field.localName;
  return tag === 'textarea' || (tag === 'input' && !notTyped.test(field.type)) ? String(field.value) : '';
}

/** A piece of a line, and the node it stands in. */
interface Piece {
  node: Node;
  text: string;
}

/** What stands before or after a node on its line, nearest first, up to a sign that is in no number. */
function beside(node: Node, back: boolean): Piece[] {
  const reads = tree();
  const onward = back ? reads.before : reads.next;
  const within = back ? reads.last : reads.first;
  const found: Piece[] = [];
  let chars = 0;
  let at = node;
  let inward = false;
  for (let steps = 0; steps < maxNodes && chars < maxChars; steps += 1) {
    const next = (inward ? within(at) : null) ?? onward(at);
    if (!next) {
      const parent = reads.parent(at);
      if (parent?.nodeType !== 1 || endsLine(parent as Element)) break;
      at = parent;
      inward = false;
      continue;
    }
    at = next;
    inward = at.nodeType !== 1 || !leaves.has((at as Element).localName);
    if (at.nodeType === 1 && endsLine(at as Element)) break;
    const text = textAt(at).trim();
    const signs = [...(back ? text.slice(-maxChars) : text.slice(0, maxChars))];
    if (back) signs.reverse();
    const end = signs.findIndex((sign) => !numberSign.test(sign));
    const kept = end < 0 ? signs : signs.slice(0, end);
    // A dash by itself is no more than the seam.
    if (kept.some((sign) => /[\p{L}\p{N}]/u.test(sign)))
      found.push({ node: at, text: (back ? kept.reverse() : kept).join('') });
    chars += kept.length;
    if (end >= 0) break;
  }
  return found;
}

// Nodes that left with a part of a number cut out of them.
const cut = new WeakSet<Node>();
let heard: ((isTold: () => boolean) => void) | null = null;

/**
 * Tells `listener` of numbers that reach over several nodes. `isTold`: asked later, whether some of these nodes had left uncut and
 * were not told anew since: before the number was whole, nobody could know it for one. Gives its undo.
 */
export function hearOfSpread(listener: (isTold: () => boolean) => void): () => void {
  heard = listener;
  return () => {
    if (heard === listener) heard = null;
  };
}

const digitAtEdge = (signs: string[]): boolean => {
  const end = signs.findIndex((sign) => !numberSign.test(sign));
  return (end < 0 ? signs : signs.slice(0, end)).some((sign) => /\p{Nd}/u.test(sign));
};

/**
 * A shown text as it may leave: without card numbers and IBANs, also those it holds only a part of, the rest standing in other
 * nodes or fields of the same line. `node` is the live text node, or the field whose value it is.
 */
export function cutSecrets(node: Node, text: string): string {
  const clean = /\p{Nd}/u.test(text) ? cutFrom(node, text) : text;
  if (clean === text) cut.delete(node);
  else cut.add(node);
  return clean;
}

function cutFrom(node: Node, text: string): string {
  const core = text.trim();
  // A number goes on beyond the text only where it reaches the edge.
  const before = digitAtEdge([...core.slice(0, maxChars)]) ? beside(node, true).reverse() : [];
  const after = digitAtEdge([...core.slice(-maxChars)].reverse()) ? beside(node, false) : [];
  const pieces = [...before, { node, text: core }, ...after];
  let length = -seam.length;
  const starts = pieces.map((piece) => {
    const start = length + seam.length;
    length = start + piece.text.length;
    return start;
  });
  const from = starts[before.length]!;
  const spans = secretSpans(pieces.map((piece) => piece.text).join(seam)).filter(
    (span) => span[0] < from + core.length && span[1] > from,
  );
  if (spans.length === 0) return text;
  const late = pieces
    .filter((piece, at) => spans.some((span) => span[0] < starts[at]! + piece.text.length && span[1] > starts[at]!))
    .map((piece) => piece.node)
    .filter((other) => other !== node && !cut.has(other));
  if (late.length > 0) heard?.(() => late.some((other) => other.isConnected && !cut.has(other)));
  const shift = text.indexOf(core) - from;
  let clean = '';
  let at = 0;
  for (const span of spans) {
    const first = Math.max(span[0] + shift, at);
    const last = Math.min(span[1] + shift, text.length);
    if (last <= first) continue;
    clean += text.slice(at, first) + filled;
    at = last;
  }
  // What is left of a long row of digits can be a number itself.
  return scrubSecrets(clean + text.slice(at)).text;
}
