import { change, eventType, type PageEvent, type PageNode } from '../../events.ts';
import { foreignIds } from '../../foreignIds.ts';
import { readEvent, readPicture } from '../../view/readEvent.ts';
import { trusting } from '../../view/taste.ts';
import { encode } from '../encode.ts';
import { looksSecret } from '../privacy/signs.ts';

/** The document of an embedded page, and what follows it at once. */
export interface FramePicture {
  node: PageNode;
  /** Lines that belong to it, in order. */
  lines: string[];
}

/** Names under which numbers of nodes and of sheets stand in an event. */
const idNames = new Set(['id', 'parentId', 'nextId', 'styleId', 'root']);

/** Whether all numbers in an event are of this embedded page. `attributes` of an element hold no such numbers. */
function isWithin(value: unknown, above: number): boolean {
  if (Array.isArray(value)) return value.every((one) => isWithin(one, above));
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => {
    if (name === 'attributes' && !Array.isArray(inner)) return true;
    const ids = idNames.has(name) ? [inner] : name === 'styleIds' ? (inner as unknown[]) : null;
    if (!ids) return isWithin(inner, above);
    return ids.every((id) => id === null || (typeof id === 'number' && id > above && id < above + foreignIds));
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function pictureOf(raw: unknown): (PageEvent & { type: 2 }) | null {
  const reading = readPicture(raw, trusting);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/** One line, newly built; '' for what is of no use here, null for what must not be. */
function readLine(raw: unknown, above: number, root: number | undefined): string | null {
  const event = readEvent(raw, trusting);
  switch (event?.type) {
    case eventType.page:
      // Where it is and how large is the business of the frame around it.
      return '';
    case eventType.check: {
      const { nodes, sum } = event.data;
      return root === undefined ? null : `${encode({ type: eventType.check, data: { nodes, sum, root } })}\n`;
    }
    case eventType.change:
    case eventType.still:
      if (event.type === eventType.change && event.data.source === change.resize) return '';
      return isWithin(event.data, above) ? `${encode(event)}\n` : null;
    default:
      return null;
  }
}

/**
 * What an embedded page has sent, built anew from what may stand in it: it is another origin, and hostile until proven otherwise.
 * Null: there is something in it that must not be, an id outside its own among them, or what looks like a card or an account.
 * `root`: its document by the last picture.
 */
export function readTold(
  text: string,
  whole: boolean,
  above: number,
  root?: number,
): { picture: FramePicture | null; lines: string[] } | null {
  let picture: FramePicture | null = null;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const raw = parse(line) as { type?: unknown } | null;
    if (raw?.type === eventType.picture) {
      const event: (PageEvent & { type: 2 }) | null = whole && !picture ? pictureOf(raw) : null;
      if (!event || !isWithin(event.data.node, above)) return null;
      const node: PageNode = event.data.node;
      picture = { node, lines };
      const { left: x, top: y } = event.data.initialOffset;
      if (x || y)
        lines.push(`${encode({ type: eventType.change, data: { source: change.scroll, id: node.id, x, y } })}\n`);
      continue;
    }
    const kept = readLine(raw, above, picture?.node.id ?? root);
    if (kept === null || (whole && !picture && kept !== '')) return null;
    if (kept) lines.push(kept);
  }
  if (whole && !picture) return null;
  // As it would leave: letters can be written in more ways than one.
  const leaves = [picture ? encode((picture as FramePicture).node) : '', ...lines];
  return leaves.some(looksSecret) ? null : { picture, lines };
}

/** The line that puts an embedded page into its frame. */
export const mountLine = (parentId: number, node: PageNode): string =>
  `${encode({
    type: eventType.change,
    data: {
      ...{ source: change.mutation, isFrame: true, removes: [], texts: [], attributes: [] },
      adds: [{ parentId, nextId: null, node }],
    },
  })}\n`;
