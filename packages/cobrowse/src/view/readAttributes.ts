import { contentAttributes, shownAttributes } from '@theke/rules';
import { type AttributeValue, frameMark, type StyleChange } from '../events.ts';
import { bounds, isFigure, isObject, isText } from './guard.ts';
import type { Cleaner } from './taste.ts';

const pixels = /^\d{1,5}(\.\d+)?px$/;
const propertyName = /^-{0,2}[a-z][\w-]*$/i;
// Take focus, load, or reach out of the frame.
const never = new Set(['autofocus', 'name', 'tabindex', 'accesskey']);
const pictureTags = new Set(['img', 'input', 'image', 'feimage']);
// A table with cells a million rows high is not drawn today.
const counted = new Set(['colspan', 'rowspan', 'span', 'rows', 'cols', 'size']);
const maxCount = 1_000;
/**
 * Our own words on elements: what the visitor's side knows of an element and no attribute says. The last two are what we read
 * others as: a page inside the page has been read once before.
 */
const marks = new Set([frameMark, 'theke-popover', 'theke-focus', 'theke-modal', 'theke-rich']);

/** The library's own words on elements; only those that place or size something. */
function readOwn(name: string, value: unknown): AttributeValue | null {
  if (name === 'rr_width' || name === 'rr_height')
    return typeof value === 'string' && pixels.test(value) ? value : null;
  if (name === 'rr_scrollLeft' || name === 'rr_scrollTop') return isFigure(value) ? value : null;
  return null;
}

function readStyle(value: unknown, clean: Cleaner): StyleChange | null {
  if (!isObject(value)) return null;
  const style: StyleChange = {};
  for (const name of Object.keys(value).slice(0, 500)) {
    const given = value[name];
    if (!propertyName.test(name)) continue;
    if (given === false) style[name] = false;
    else if (isText(given, bounds.attributeChars)) style[name] = clean.value(name, given);
    else if (Array.isArray(given) && isText(given[0], bounds.attributeChars)) {
      style[name] = [clean.value(name, given[0]), given[1] === 'important' ? 'important' : ''];
    }
  }
  return style;
}

function readAddress(tag: string, name: string, value: string, clean: Cleaner): string | null {
  // Only into the same document, except for pictures: a link in the view leads nowhere.
  if (name === 'href' || name === 'xlink:href') {
    if (tag === 'a' || tag === 'area') return '#';
    // A filter that draws what is filtered draws for ever.
    if (tag === 'feimage') return null;
    if (/^#[\w:.-]*$/.test(value)) return value;
    return tag === 'image' ? clean.address(value) : null;
  }
  if (name === 'src') return pictureTags.has(tag) ? clean.address(value) : null;
  return name === 'poster' && tag === 'video' ? clean.address(value) : null;
}

function readSources(value: string, clean: Cleaner): string {
  const parts = value.split(/,\s+/).map((part) => {
    const [url = '', size = ''] = part.trim().split(/\s+/);
    const guarded = clean.address(url);
    return guarded && !/[\s,]/.test(guarded) ? `${guarded} ${/^[\d.]+[wx]$/.test(size) ? size : ''}`.trim() : '';
  });
  return parts.filter(Boolean).join(', ');
}

function readOne(tag: string, name: string, value: string, clean: Cleaner): string | null {
  if (name === 'style') return clean.css(value);
  if (name === 'href' || name === 'xlink:href' || name === 'src' || name === 'poster')
    return readAddress(tag, name, value, clean);
  if (name === 'srcset') return tag === 'img' || tag === 'source' ? readSources(value, clean) : null;
  if (name === 'media') return clean.media(value);
  // Closed only by the visitor, never by what the agent does.
  if (name === 'popover') return 'manual';
  if (counted.has(name)) return /^\d+$/.test(value.trim()) ? String(Math.min(Number(value), maxCount)) : null;
  // Presentation attributes of SVG take style values.
  return /url|image|src|\\|["']/i.test(value) && !contentAttributes.has(name) ? clean.value('x', value) : value;
}

const isKnown = (name: string) =>
  (name === 'style' ||
    marks.has(name) ||
    shownAttributes.has(name) ||
    contentAttributes.has(name) ||
    // Of the shop's own: means something to its style sheets, nothing to a browser.
    /^(?!theke-|data-theke|data-rr|http-|accept-)[a-z]+-[a-z\d-]{1,40}$/.test(name)) &&
  !never.has(name.toLowerCase()) &&
  !/^on/i.test(name);

/** Attributes of an element, newly built from the lists of what may be shown. Unknown ones are left out, without complaint. */
export function readAttributes(tag: string, raw: unknown, clean: Cleaner): Record<string, AttributeValue> | null {
  if (!isObject(raw)) return null;
  const kept: Record<string, AttributeValue> = {};
  const names = Object.keys(raw);
  if (names.length > bounds.attributes) return null;
  for (const name of names) {
    const value = raw[name];
    if (name === '_cssText') {
      if (!isText(value, bounds.cssChars)) return null;
      if (tag === 'style' || tag === 'link') kept._cssText = clean.css(value);
    } else if (name === 'rr_open_mode') {
      kept['theke-modal'] = value === 'modal' ? '' : null;
    } else if (name.startsWith('rr_')) {
      const own = readOwn(name, value);
      if (own !== null) kept[name] = own;
    } else if (name === 'contenteditable') {
      // Nobody writes into the view; but that the visitor can write there is worth knowing.
      kept['theke-rich'] = value === null || value === 'false' ? null : '';
    } else if (!isKnown(name)) {
      // Left out.
    } else if (value === null) {
      kept[name] = null;
    } else if (value === true || typeof value === 'number' || typeof value === 'string') {
      const text = value === true ? '' : String(value);
      if (text.length > bounds.attributeChars) return null;
      const one = readOne(tag, name, text, clean);
      if (one !== null) kept[name] = one;
    } else if (name === 'style') {
      const style = readStyle(value, clean);
      if (style) kept.style = style;
    } else if (value !== false && value !== undefined) {
      return null;
    }
  }
  return kept;
}

/** Attributes that are to change, of an element nobody has looked up yet: only their kinds and lengths are checked. */
export function readRawAttributes(raw: unknown): Record<string, AttributeValue> | null {
  if (!isObject(raw)) return null;
  const names = Object.keys(raw);
  if (names.length > bounds.attributes) return null;
  const kept = Object.create(null) as Record<string, AttributeValue>;
  for (const name of names) {
    const value = raw[name];
    if (!isKnown(name) && !/^(_cssText|contenteditable|rr_\w+)$/.test(name)) continue;
    const longest = name === '_cssText' ? bounds.cssChars : bounds.attributeChars;
    if (typeof value === 'string' ? value.length > longest : isObject(value) && name !== 'style') return null;
    kept[name] = value as AttributeValue;
  }
  return kept;
}
