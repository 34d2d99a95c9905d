import { plainUrl } from '@theke/rules';
import { type Added, change, eventType, goneTag, type PageChange, type PageEvent } from '../events.ts';
import { bounds, isFigure, isId, isObject, isSide, isText, readList } from './guard.ts';
import { type ReadTools, readAttributes } from './readAttributes.ts';
import { readNode, readText } from './readNode.ts';
import { readSheetChange } from './readSheet.ts';

export interface EventTools extends ReadTools {
  /** Lower-case tag of an element that stands in the view. */
  tagOf(id: number): string | null;
  /** Tag of the element around a text that stands in the view. */
  tagAround(id: number): string | null;
}

const styleTags = new Set(['style', 'link']);

/**
 * Tags of what an event adds, by id. Null when one id is two things: whether a text is a style sheet hangs on its parent's tag,
 * so nobody may change that behind our back.
 */
function addedTags(raw: unknown, tools: EventTools): Map<number, string> | null {
  const tags = new Map<number, string>();
  for (const entry of Array.isArray(raw) ? (raw as unknown[]) : []) {
    const node = isObject(entry) ? entry.node : null;
    if (!isObject(node) || !isId(node.id)) return null;
    const tag = node.type === 2 && typeof node.tagName === 'string' ? node.tagName : '#';
    const was = tools.tagOf(node.id);
    const same = was === null || was === tag || was === goneTag || (styleTags.has(was) && styleTags.has(tag));
    if (tags.has(node.id) || !same) return null;
    tags.set(node.id, tag);
  }
  return tags;
}

function readMutation(raw: Record<string, unknown>, tools: EventTools): PageChange | null {
  const tags = addedTags(raw.adds, tools);
  if (!tags) return null;
  const parents = new Map<number, string>();
  // A text whose parent nobody knows could be a style sheet's.
  const tagOf = (id: number) => tags.get(id) ?? tools.tagOf(id) ?? 'style';
  const adds = readList<Added>(raw.adds, (entry) => {
    if (!isObject(entry) || !isId(entry.parentId) || !(entry.nextId === null || isId(entry.nextId))) return null;
    const node = readNode(entry.node, tools, tagOf(entry.parentId));
    if (!node) return null;
    parents.set(node.id, tagOf(entry.parentId));
    return { parentId: entry.parentId, nextId: entry.nextId, node };
  });
  const removes = readList(raw.removes, (entry) => {
    if (!isObject(entry) || !isId(entry.parentId) || !isId(entry.id)) return null;
    return { parentId: entry.parentId, id: entry.id, ...(entry.isShadow === true ? { isShadow: true as const } : {}) };
  });
  const texts = readList(raw.texts, (entry) => {
    if (!isObject(entry) || !isId(entry.id) || !isText(entry.value, bounds.cssChars)) return null;
    const around = [parents.get(entry.id), tools.tagAround(entry.id)].filter((tag) => tag != null);
    const tag = around.find((one) => styleTags.has(one)) ?? around[0] ?? 'style';
    return { id: entry.id, value: readText(entry.value, tag, tools) };
  });
  const attributes = readList(raw.attributes, (entry) => {
    if (!isObject(entry) || !isId(entry.id)) return null;
    const clean = readAttributes(tags.get(entry.id) ?? tools.tagOf(entry.id) ?? '', entry.attributes, tools);
    return clean && { id: entry.id, attributes: clean };
  });
  if (!adds || !removes || !texts || !attributes) return null;
  return { source: change.mutation, adds, removes, texts, attributes };
}

function readChange(raw: unknown, tools: EventTools): PageChange | null {
  if (!isObject(raw)) return null;
  switch (raw.source) {
    case change.mutation:
      return readMutation(raw, tools);
    case change.scroll:
      if (!isId(raw.id) || !isFigure(raw.x) || !isFigure(raw.y)) return null;
      return { source: change.scroll, id: raw.id, x: raw.x, y: raw.y };
    case change.resize:
      if (!isSide(raw.width) || !isSide(raw.height)) return null;
      return { source: change.resize, width: raw.width, height: raw.height };
    case change.input:
      if (!isId(raw.id) || !isText(raw.text, bounds.attributeChars) || typeof raw.isChecked !== 'boolean') return null;
      return { source: change.input, id: raw.id, text: raw.text, isChecked: raw.isChecked };
    default:
      return readSheetChange(raw, tools);
  }
}

/** One event from the visitor's side, newly built from what we know; null when it is not as it must be. Anybody may have written it. */
export function readEvent(raw: unknown, tools: EventTools): PageEvent | null {
  if (!isObject(raw) || !isObject(raw.data)) return null;
  const { data } = raw;
  switch (raw.type) {
    case eventType.page:
      if (!isText(data.href, 2_000) || !isSide(data.width) || !isSide(data.height)) return null;
      return { type: eventType.page, data: { href: plainUrl(data.href), width: data.width, height: data.height } };
    case eventType.picture: {
      const node = readNode(data.node, tools);
      if (node?.type !== 0) return null;
      const offset = isObject(data.initialOffset) ? data.initialOffset : {};
      const left = isFigure(offset.left) ? offset.left : 0;
      const top = isFigure(offset.top) ? offset.top : 0;
      return { type: eventType.picture, data: { node, initialOffset: { left, top } } };
    }
    case eventType.change: {
      const clean = readChange(data, tools);
      return clean && { type: eventType.change, data: clean };
    }
    default:
      return null;
  }
}
