import { constants, inflateRawSync } from 'node:zlib';
import { edge } from '../checksum.ts';
import type { AttributeValue, PageEvent, PageNode } from '../events.ts';

// The plainest view there can be: a tree of names and texts, built from what was sent by other means than ours. Strict where the
// real one forgives: whatever speaks of something that is not there, or comes twice, is an error.

export interface Leaf {
  id: number;
  tag: string;
  text: string;
  attributes: Record<string, AttributeValue>;
  inside: Leaf[];
  shadow: Leaf[];
  parent: Leaf | null;
}

export interface Replica {
  top: Leaf | null;
  errors: string[];
  events: PageEvent[];
  /** Checks that were told and did not hold. */
  wrongChecks: number;
  checks: number;
}

export interface SentChunk {
  stream: number;
  seq: number;
  bytes: Uint8Array;
  only?: string[];
}

/** The events of each stream. */
export function eventsOf(chunks: readonly SentChunk[]): Map<number, PageEvent[]> {
  const streams = new Map<number, Uint8Array[]>();
  for (const { stream, bytes } of chunks) streams.set(stream, [...(streams.get(stream) ?? []), bytes]);
  return new Map(
    [...streams].map(([stream, bytes]) => {
      const text = inflateRawSync(Buffer.concat(bytes), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
      const lines = text.split('\n').filter((row) => row !== '');
      return [stream, lines.map((row) => JSON.parse(row) as PageEvent)];
    }),
  );
}

/** Applies events one after the other; goes on with `replica` where it is given. */
export function replay(
  events: readonly PageEvent[],
  replica: Replica = { top: null, errors: [], events: [], wrongChecks: 0, checks: 0 },
): Replica {
  const byId = new Map<number, Leaf>();
  const note = (leaf: Leaf): void => {
    if (byId.has(leaf.id)) replica.errors.push(`${leaf.id} is there twice`);
    byId.set(leaf.id, leaf);
    for (const inner of [...leaf.inside, ...leaf.shadow]) note(inner);
  };
  const forget = (leaf: Leaf): void => {
    if (byId.get(leaf.id) === leaf) byId.delete(leaf.id);
    // As the library does: what is in a shadow root or a frame stays known.
    for (const inner of leaf.inside) if (inner.tag !== '#document') forget(inner);
  };
  const build = (node: PageNode, parent: Leaf | null): Leaf => {
    const leaf: Leaf = { id: node.id, tag: '', text: '', attributes: {}, inside: [], shadow: [], parent };
    if (node.type === 2) {
      leaf.tag = node.tagName;
      leaf.attributes = node.attributes;
    } else if (node.type === 3) {
      leaf.tag = '#text';
      leaf.text = node.textContent;
    } else leaf.tag = node.type === 0 ? '#document' : '#doctype';
    if (node.type === 0 || node.type === 2) {
      for (const child of node.childNodes) {
        const inShadow = (child as { isShadow?: true }).isShadow === true;
        (inShadow ? leaf.shadow : leaf.inside).push(build(child, leaf));
      }
    }
    return leaf;
  };
  if (replica.top) note(replica.top);

  for (const event of events) {
    replica.events.push(event);
    if (event.type === 2) {
      byId.clear();
      replica.top = build(event.data.node, null);
      note(replica.top);
    }
    if (event.type === 6) {
      replica.checks += 1;
      const now = checkOf(replica.top);
      if (now.nodes !== event.data.nodes || now.sum !== event.data.sum) replica.wrongChecks += 1;
    }
    if (event.type !== 3) continue;
    const { data } = event;
    if (data.source !== 0) {
      const id = 'id' in data ? data.id : undefined;
      if (id !== undefined && !byId.has(id))
        replica.errors.push(`source ${data.source} speaks of ${id}, which is not there`);
      continue;
    }
    for (const { id, parentId, isShadow } of data.removes) {
      const leaf = byId.get(id);
      const parent = byId.get(parentId);
      const list = isShadow ? parent?.shadow : parent?.inside;
      const at = leaf && list ? list.indexOf(leaf) : -1;
      // Of what had moved when somebody joined they only have a stand-in, without what stood in its shadow root.
      if (!leaf && isShadow) continue;
      if (!leaf || !list || at < 0) {
        replica.errors.push(`cannot remove ${id} from ${parentId}`);
        continue;
      }
      list.splice(at, 1);
      forget(leaf);
    }
    for (const { parentId, nextId, node } of data.adds) {
      const parent = byId.get(parentId);
      const leaf = build(node, parent ?? null);
      if (!data.isFrame && leaf.inside.length > 0) replica.errors.push(`${leaf.id} was added with children`);
      note(leaf);
      const list = (node as { isShadow?: true }).isShadow ? parent?.shadow : parent?.inside;
      const at = nextId === null ? (list?.length ?? -1) : (list?.findIndex((one) => one.id === nextId) ?? -1);
      if (!list || at < 0) replica.errors.push(`cannot add ${node.id} to ${parentId} before ${nextId}`);
      else list.splice(at, 0, leaf);
    }
    for (const { id, value } of data.texts) {
      const leaf = byId.get(id);
      if (leaf?.tag !== '#text') replica.errors.push(`no text ${id}`);
      else leaf.text = value;
    }
    for (const { id, attributes } of data.attributes) {
      const leaf = byId.get(id);
      if (!leaf) {
        replica.errors.push(`no element ${id}`);
        continue;
      }
      for (const [name, value] of Object.entries(attributes)) {
        if (value === null) delete leaf.attributes[name];
        else leaf.attributes[name] = value;
      }
    }
  }
  return replica;
}

function checkOf(top: Leaf | null): { nodes: number; sum: number } {
  let nodes = 0;
  let sum = 0;
  const walk = (leaf: Leaf) => {
    for (const list of [leaf.inside, leaf.shadow]) {
      list.forEach((child, at) => {
        nodes += 1;
        sum = (sum + edge(leaf.id, list[at - 1]?.id ?? 0, child.id)) >>> 0;
        walk(child);
      });
    }
  };
  if (top) walk(top);
  return { nodes, sum };
}

/** A tree as text, without ids: two views that look the same read the same. */
export function plain(leaf: Leaf | null, depth = 0): string {
  if (!leaf) return '';
  const attributes = Object.entries(leaf.attributes)
    .filter(([name]) => !name.startsWith('rr_scroll'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join('');
  const own = `${'  '.repeat(depth)}${leaf.tag}${attributes}${leaf.text ? ` ${JSON.stringify(leaf.text)}` : ''}\n`;
  const shadow = leaf.shadow.map((child) => `${'  '.repeat(depth)}~${plain(child, depth + 1)}`).join('');
  return own + shadow + leaf.inside.map((child) => plain(child, depth + 1)).join('');
}
