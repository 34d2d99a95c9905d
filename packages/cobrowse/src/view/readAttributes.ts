import { contentAttributes, shownAttributes } from '@theke/rules';
import { type CssTaste, cleanCss, cleanValue } from '../css.ts';
import { type AttributeValue, frameMark, type StyleChange } from '../events.ts';
import { bounds, isFigure, isObject, isText } from './guard.ts';
import { type AssetUrl, guard } from './taste.ts';

export interface ReadTools {
  assetUrl: AssetUrl;
  taste: CssTaste;
}

const pixels = /^\d{1,5}(\.\d+)?px$/;
const propertyName = /^-{0,2}[a-z][\w-]*$/i;
// Take focus, load, or reach out of the frame.
const never = new Set(['autofocus', 'name', 'contenteditable', 'tabindex', 'accesskey']);
const pictureTags = new Set(['img', 'input', 'image', 'feimage']);

/** The library's own words on elements; only those that place or size something. */
function readOwn(name: string, value: unknown): AttributeValue | null {
  if (name === 'rr_width' || name === 'rr_height')
    return typeof value === 'string' && pixels.test(value) ? value : null;
  if (name === 'rr_scrollLeft' || name === 'rr_scrollTop') return isFigure(value) ? value : null;
  return null;
}

function readStyle(value: unknown, taste: CssTaste): StyleChange | null {
  if (!isObject(value)) return null;
  const clean: StyleChange = {};
  for (const name of Object.keys(value).slice(0, 500)) {
    const given = value[name];
    if (!propertyName.test(name)) continue;
    if (given === false) clean[name] = false;
    else if (isText(given, bounds.attributeChars)) clean[name] = cleanValue(name, given, taste);
    else if (Array.isArray(given) && isText(given[0], bounds.attributeChars)) {
      clean[name] = [cleanValue(name, given[0], taste), given[1] === 'important' ? 'important' : ''];
    }
  }
  return clean;
}

function readAddress(tag: string, name: string, value: string, tools: ReadTools): string | null {
  // Only into the same document, except for pictures: a link in the view leads nowhere.
  if (name === 'href' || name === 'xlink:href') {
    if (tag === 'a' || tag === 'area') return '#';
    if (/^#[\w:.-]*$/.test(value)) return value;
    return tag === 'image' ? guard(tools.assetUrl, value) : null;
  }
  if (name === 'src') return pictureTags.has(tag) ? guard(tools.assetUrl, value) : null;
  return name === 'poster' && tag === 'video' ? guard(tools.assetUrl, value) : null;
}

function readSources(value: string, tools: ReadTools): string {
  const parts = value.split(/,\s+/).map((part) => {
    const [url = '', size = ''] = part.trim().split(/\s+/);
    const guarded = guard(tools.assetUrl, url);
    return guarded && !/[\s,]/.test(guarded) ? `${guarded} ${/^[\d.]+[wx]$/.test(size) ? size : ''}`.trim() : '';
  });
  return parts.filter(Boolean).join(', ');
}

function readOne(tag: string, name: string, value: string, tools: ReadTools): string | null {
  if (name === 'style') return cleanCss(value, tools.taste);
  if (name === 'href' || name === 'xlink:href' || name === 'src' || name === 'poster')
    return readAddress(tag, name, value, tools);
  if (name === 'srcset') return tag === 'img' ? readSources(value, tools) : null;
  // Presentation attributes of SVG take style values.
  return /url|image|src|\\|["']/i.test(value) && !contentAttributes.has(name)
    ? cleanValue('x', value, tools.taste)
    : value;
}

/** Attributes of an element, newly built from the lists of what may be shown. Unknown ones are left out, without complaint. */
export function readAttributes(tag: string, raw: unknown, tools: ReadTools): Record<string, AttributeValue> | null {
  if (!isObject(raw)) return null;
  const clean: Record<string, AttributeValue> = {};
  const names = Object.keys(raw);
  if (names.length > bounds.attributes) return null;
  for (const name of names) {
    const value = raw[name];
    const known = name === 'style' || name === frameMark || shownAttributes.has(name) || contentAttributes.has(name);
    if (name === '_cssText') {
      if (!isText(value, bounds.cssChars)) return null;
      if (tag === 'style' || tag === 'link') clean._cssText = cleanCss(value, tools.taste);
    } else if (name === 'rr_open_mode') {
      // Drawn by a style rule of ours: the real thing would take the focus out of the agent's hands.
      if (value === 'modal') clean['theke-modal'] = '';
    } else if (name.startsWith('rr_')) {
      const own = readOwn(name, value);
      if (own !== null) clean[name] = own;
    } else if (!known || never.has(name.toLowerCase()) || /^on/i.test(name)) {
      // Left out.
    } else if (value === null) {
      clean[name] = null;
    } else if (value === true || typeof value === 'number') {
      clean[name] = value === true ? '' : String(value);
    } else if (typeof value === 'string') {
      if (value.length > bounds.attributeChars) return null;
      const one = readOne(tag, name, value, tools);
      if (one !== null) clean[name] = one;
    } else if (name === 'style') {
      const style = readStyle(value, tools.taste);
      if (style) clean.style = style;
    } else if (value !== false && value !== undefined) {
      return null;
    }
  }
  return clean;
}
