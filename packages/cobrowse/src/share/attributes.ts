import { contentAttributes, scrubSecrets, shapeOf, shownAttributes } from '@theke/rules';
import type { AttributeValue, StyleChange } from '../events.ts';
import type { Dom } from './dom.ts';
import { fieldChecked, fieldValue } from './field.ts';
import { plainAddress } from './privacy/addresses.ts';
import { boxSize, coarseCount, coarseStyle, coarseValue } from './privacy/lengths.ts';
import { isOwn } from './privacy/names.ts';
import { looksSecret } from './privacy/signs.ts';
import { plainValue } from './privacy/values.ts';
import { keepsLook, type Sight } from './sight.ts';
import type { Stylist } from './style.ts';

export { boxSize };

/** What the recorder gives: anything may stand in it. */
export type RawAttributes = Record<string, unknown>;

const addresses = new Set(['href', 'xlink:href', 'src', 'poster']);
// Written on the element by the shop, read by the visitor: its shape tells the agent that something stands there.
const captions = new Set(['placeholder', 'label']);
const buttons = new Set(['submit', 'button', 'reset']);
const pictures = new Set(['img', 'image', 'video', 'audio', 'canvas', 'iframe', 'svg']);
const counts = new Set(['size', 'cols', 'rows']);
// Ids and classes with long numbers or addresses in them are somebody's.
const personal = /\d{6}|@/;
const maxChars = 20_000;

export interface AttributeTools {
  dom: Dom;
  style: Stylist;
  base: () => string;
  /** Hears of each picture an element shows: where it really is, and what it is called in what leaves. */
  onFile?: (url: string, told: string) => void;
}

/** One element and what is known of it, for as long as its attributes are cleaned. */
interface Case {
  tools: AttributeTools;
  element: Element;
  tag: string;
  sight: Sight;
  shown: boolean;
  /** A field whose value is not shown: nothing about it may tell how much stands in it. */
  field: boolean;
  /** Nothing stands in it: what it says, it says by its size. */
  bar: boolean;
}

function address({ tools, tag }: Case, value: string): string | null {
  // Within the page: where to, is nobody's business.
  if (value.startsWith('#')) return '#';
  const base = tools.base();
  const plain = plainAddress(value, base);
  if (plain && pictures.has(tag) && /^https?:/.test(plain)) tools.onFile?.(new URL(value, base).href, plain);
  return plain;
}

function sources(of: Case, value: string): string {
  const kept = value.split(/,\s+/).map((part) => {
    const [url = '', size = ''] = part.trim().split(/\s+/);
    const plain = address(of, url);
    return plain ? `${plain} ${/^[\d.]+[wx]$/.test(size) ? size : ''}`.trim() : '';
  });
  return kept.filter(Boolean).join(', ');
}

/** No number of a drawing may look like a card's: parted by commas they draw the same. */
const parted = (geometry: string) => geometry.replace(/(\d)\s*(?=[-.])|(\d)\s+(?=\d)/g, '$1$2,');

function layout(of: Case, name: string, value: string): string | null {
  const { tools, shown, field } = of;
  if (value.includes('url(')) return tools.style.inline(`${name}:${value}`, false).slice(name.length + 1);
  if (field && counts.has(name)) return coarseCount(name, value) || null;
  const plain = shown ? value : plainValue(tools.style.names, name, value);
  if (plain === null || !looksSecret(plain)) return plain;
  return name === 'd' || name === 'points' || name === 'transform' ? parted(plain) : scrubSecrets(plain).text;
}

function kept(of: Case, name: string, value: string): string | null {
  const { tools, tag, sight, shown } = of;
  const { names } = tools.style;
  if (name === 'style') {
    const css = tools.style.inline(value, shown);
    return of.field || of.bar ? coarseStyle(css, of.bar) : css;
  }
  if (name === 'id') {
    if (personal.test(value) || value === '') return null;
    if (names.asksForId(value)) return value;
    return tools.dom.inSvg(of.element) ? names.alias(value) : null;
  }
  if (name === 'class') {
    const keeps = (word: string) =>
      word !== '' && word.length <= 80 && !personal.test(word) && (shown || names.asksForClass(word));
    return scrubSecrets(value.split(/\s+/).filter(keeps).join(' ')).text;
  }
  if (name === 'slot' || (name === 'name' && tag === 'slot')) {
    return value === '' || names.asksForSlot(value) ? value : names.alias(value);
  }
  if (shownAttributes.has(name) || shownAttributes.has(name.toLowerCase())) return layout(of, name, value);
  // Within a drawing: which symbol, which gradient.
  const inner = addresses.has(name) && value.startsWith('#') && tools.dom.inSvg(of.element) && tag !== 'a';
  if (!contentAttributes.has(name)) return names.own(name, value, shown);
  if (!shown && !inner) return captions.has(name) && sight.verdict === 'mask' ? shapeOf(value) : null;
  if (addresses.has(name)) return inner ? `#${tools.style.idFor(value.slice(1))}` : address(of, value);
  if (name === 'srcset') return sources(of, value);
  return scrubSecrets(value).text;
}

function styleChange(of: Case, given: StyleChange): StyleChange {
  const clean = of.tools.style.change(given, of.shown);
  if (!of.field && !of.bar) return clean;
  for (const name of Object.keys(clean)) {
    const value = clean[name]!;
    if (typeof value === 'string') clean[name] = coarseValue(name, value, of.bar);
    else if (value !== false) clean[name] = [coarseValue(name, value[0], of.bar), value[1]];
  }
  return clean;
}

/** The value of a field as an attribute; undefined when there is none to tell of. */
function value({ tools, element, tag, sight }: Case): string | undefined {
  if (tag === 'input' && buttons.has((tools.dom.attribute(element, 'type') ?? '').toLowerCase())) {
    const caption = tools.dom.attribute(element, 'value') ?? '';
    if (sight.verdict === 'block') return undefined;
    return sight.verdict === 'show' ? scrubSecrets(caption).text : shapeOf(caption);
  }
  return keepsLook(tag) ? fieldValue(element, sight) : undefined;
}

/**
 * Attributes that may leave the browser, from what the recorder took of `element`: those of the lists, cleaned, and nothing else.
 * Field values are read from the live field, never from the recording.
 */
export function scrubAttributes(
  tools: AttributeTools,
  element: Element,
  sight: Sight,
  raw: RawAttributes,
): Record<string, AttributeValue> {
  const tag = tools.dom.tag(element);
  const shown = sight.verdict === 'show';
  const field = !shown && (sight.typed || keepsLook(tag));
  const bar =
    !shown && !field && !pictures.has(tag) && tag !== 'link' && tag !== 'style' && isEmpty(tools.dom, element);
  const of: Case = { tools, element, tag, sight, shown, field, bar };
  const clean: Record<string, AttributeValue> = {};
  const look = sight.place === 'open' || keepsLook(tag) || pictures.has(tag);
  for (const name of Object.keys(raw)) {
    const given = raw[name];
    if (!look && name !== 'class') continue;
    if (name === '_cssText') {
      if (typeof given === 'string') clean._cssText = tools.style.sheet(given, undefined, shown || tag === 'link');
    } else if (name === 'rr_scrollLeft' || name === 'rr_scrollTop') {
      if (typeof given === 'number' && !field) clean[name] = given;
    } else if (name === 'rr_open_mode') {
      if (given === 'modal') clean[name] = given;
    } else if (name === 'style' && typeof given === 'object' && given !== null) {
      clean.style = styleChange(of, given as StyleChange);
    } else if (keepsLook(tag) && (name === 'value' || name === 'checked')) {
      // Read from the field below.
    } else if (name === 'selected') {
      // Likewise: the attribute tells of the beginning, the property of now.
    } else if (given === null) {
      if (name === 'style' || shownAttributes.has(name) || contentAttributes.has(name) || isOwn(name))
        clean[name] = null;
    } else if ((typeof given === 'string' || given === true) && String(given).length <= maxChars) {
      const plain = kept(of, name, given === true ? '' : given);
      if (plain !== null) clean[name] = plain;
    }
  }
  if (keepsLook(tag) && sight.place !== 'gone') {
    const own = value(of);
    if (own !== undefined && tag !== 'select') clean.value = own;
    if (fieldChecked(element, sight)) clean.checked = true;
    // Its options stay here, and with them what made it so wide.
    if (tag === 'select' && sight.place === 'closed') Object.assign(clean, boxSize(element));
  }
  if (tag === 'option' && shown && (element as HTMLOptionElement).selected) clean.selected = true;
  return clean;
}

/** Whether nothing at all stands in an element: bars and meters are built of such. */
function isEmpty(dom: Dom, element: Element): boolean {
  return dom.first(element) === null && dom.shadow(element) === null;
}
