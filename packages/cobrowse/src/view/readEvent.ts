import { plainUrl } from '@theke/rules';
import { type Added, change, eventType, type PageChange, type PageEvent, type PageFacts } from '../events.ts';
import { bounds, isCount, isFigure, isId, isObject, isSide, isText, readList } from './guard.ts';
import { readAsset, readStill } from './readAsset.ts';
import { readRawAttributes } from './readAttributes.ts';
import { readNode, readNodeAtOnce } from './readNode.ts';
import { readSheetChange } from './readSheet.ts';
import type { Cleaner } from './taste.ts';

function readAdded(entry: unknown, clean: Cleaner, isFrame: boolean): Added | null {
  if (!isObject(entry) || !isId(entry.parentId) || !(entry.nextId === null || isId(entry.nextId))) return null;
  const node = readNodeAtOnce(entry.node, clean, isFrame ? 'frame' : 'part');
  return node && { parentId: entry.parentId, nextId: entry.nextId, node };
}

function readMutation(raw: Record<string, unknown>, clean: Cleaner): PageChange | null {
  const isFrame = raw.isFrame === true;
  const adds = readList(raw.adds, (entry) => readAdded(entry, clean, isFrame));
  const removes = readList(raw.removes, (entry) => {
    if (!isObject(entry) || !isId(entry.parentId) || !isId(entry.id)) return null;
    return { parentId: entry.parentId, id: entry.id, ...(entry.isShadow === true ? { isShadow: true as const } : {}) };
  });
  const texts = readList(raw.texts, (entry) =>
    isObject(entry) && isId(entry.id) && isText(entry.value, bounds.cssChars)
      ? { id: entry.id, value: entry.value }
      : null,
  );
  const attributes = readList(raw.attributes, (entry) => {
    if (!isObject(entry) || !isId(entry.id)) return null;
    const kept = readRawAttributes(entry.attributes);
    return kept && { id: entry.id, attributes: kept };
  });
  if (!adds || !removes || !texts || !attributes) return null;
  if (isFrame && (adds.length !== 1 || removes.length + texts.length + attributes.length > 0)) return null;
  return { source: change.mutation, ...(isFrame ? { isFrame } : {}), adds, removes, texts, attributes };
}

function readChange(raw: Record<string, unknown>, clean: Cleaner): PageChange | null {
  switch (raw.source) {
    case change.mutation:
      return readMutation(raw, clean);
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
      return readSheetChange(raw, clean);
  }
}

function readPage(data: Record<string, unknown>): PageEvent | null {
  if (!isText(data.href, 2_000) || !isSide(data.width) || !isSide(data.height)) return null;
  const facts: PageFacts = { href: plainUrl(data.href), width: data.width, height: data.height };
  if (data.scheme === 'light' || data.scheme === 'dark') facts.scheme = data.scheme;
  if (isFigure(data.scrollbar) && data.scrollbar >= 0 && data.scrollbar <= 40) facts.scrollbar = data.scrollbar;
  const { zoom } = data;
  if (isObject(zoom) && isFigure(zoom.left) && isFigure(zoom.top) && isFigure(zoom.scale)) {
    if (zoom.scale >= 1 && zoom.scale <= 10) facts.zoom = { left: zoom.left, top: zoom.top, scale: zoom.scale };
  }
  return { type: eventType.page, data: facts };
}

/** A whole picture, read with rests. */
export function* readPicture(raw: unknown, clean: Cleaner): Generator<void, (PageEvent & { type: 2 }) | null> {
  const data = isObject(raw) && isObject(raw.data) ? raw.data : {};
  const node = yield* readNode(data.node, clean, 'page');
  if (!node) return null;
  const offset = isObject(data.initialOffset) ? data.initialOffset : {};
  const left = isFigure(offset.left) ? offset.left : 0;
  const top = isFigure(offset.top) ? offset.top : 0;
  return { type: eventType.picture, data: { node, initialOffset: { left, top } } };
}

/**
 * One event from the visitor's side other than a picture, newly built from what we know; null when it is not as it must be.
 * Anybody may have written it.
 */
export function readEvent(raw: unknown, clean: Cleaner): Exclude<PageEvent, { type: 2 }> | null {
  if (!isObject(raw) || !isObject(raw.data)) return null;
  const { data } = raw;
  switch (raw.type) {
    case eventType.page:
      return readPage(data) as (PageEvent & { type: 4 }) | null;
    case eventType.change: {
      const kept = readChange(data, clean);
      return kept && { type: eventType.change, data: kept };
    }
    case eventType.continued:
      if (!isCount(data.after)) return null;
      return {
        type: eventType.continued,
        data: { after: data.after, ...(isCount(data.chunks) ? { chunks: data.chunks } : {}) },
      };
    case eventType.check:
      if (!isCount(data.nodes) || !isCount(data.sum)) return null;
      return {
        type: eventType.check,
        data: { nodes: data.nodes, sum: data.sum, ...(isId(data.root) ? { root: data.root } : {}) },
      };
    case eventType.asset:
      return readAsset(data) as (PageEvent & { type: 7 }) | null;
    case eventType.still:
      return readStill(data) as (PageEvent & { type: 8 }) | null;
    default:
      return null;
  }
}
