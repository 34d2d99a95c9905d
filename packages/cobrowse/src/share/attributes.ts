import { contentAttributes, plainUrl, scrubSecrets, shapeOf, shownAttributes } from '@theke/rules';
import type { AttributeValue, StyleChange } from '../events.ts';
import type { Dom } from './dom.ts';
import { fieldChecked, fieldValue } from './field.ts';
import { keepsLook, type Sight } from './sight.ts';
import { builtFile, plainImage, type Stylist } from './style.ts';

/** What the recorder gives: anything may stand in it. */
export type RawAttributes = Record<string, unknown>;

const addresses = new Set(['href', 'xlink:href', 'src', 'poster']);
// Written on the element by the shop, read by the visitor: its shape tells the agent that something stands there.
const captions = new Set(['placeholder', 'label']);
const buttons = new Set(['submit', 'button', 'reset']);
const pictures = new Set(['img', 'image', 'video', 'audio', 'canvas', 'iframe']);
// Ids and classes with long numbers or addresses in them are somebody's.
const personal = /\d{6}|@/;
const maxChars = 20_000;

export interface AttributeTools {
  dom: Dom;
  style: Stylist;
  base: () => string;
}

function address(value: string, base: string): string | null {
  if (value.startsWith('#')) return value;
  if (/^data:/i.test(value)) return plainImage(value);
  const plain = plainUrl(value, base);
  if (plain === '') return null;
  return plain.includes('…') ? builtFile(value, base, /\.(png|jpe?g|gif|webp|avif|svg)$/) : plain;
}

function sources(value: string, base: string): string {
  const kept = value.split(/,\s+/).map((part) => {
    const [url = '', size = ''] = part.trim().split(/\s+/);
    const plain = address(url, base);
    return plain ? `${plain} ${/^[\d.]+[wx]$/.test(size) ? size : ''}`.trim() : '';
  });
  return kept.filter(Boolean).join(', ');
}

function kept(tools: AttributeTools, name: string, value: string, sight: Sight): string | null {
  const shown = sight.verdict === 'show';
  if (name === 'style') return tools.style.inline(value, shown);
  if (name === 'id') {
    return tools.style.asksFor(value) && !personal.test(value) ? value : null;
  }
  if (name === 'class')
    return value
      .split(/\s+/)
      .filter((word) => word.length <= 80 && !personal.test(word))
      .join(' ');
  if (shownAttributes.has(name) || shownAttributes.has(name.toLowerCase())) {
    return value.includes('url(') ? tools.style.inline(`${name}:${value}`, false).slice(name.length + 1) : value;
  }
  if (!contentAttributes.has(name)) return null;
  if (!shown) return captions.has(name) && sight.verdict === 'mask' ? shapeOf(value) : null;
  if (addresses.has(name)) return address(value, tools.base());
  if (name === 'srcset') return sources(value, tools.base());
  return scrubSecrets(value).text;
}

/** The size an element has now, for one whose content is left out. */
export function boxSize(element: Element): Record<string, AttributeValue> {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 ? { rr_width: `${Math.round(width)}px`, rr_height: `${Math.round(height)}px` } : {};
}

/** The value of a field as an attribute; undefined when there is none to tell of. */
function value(tools: AttributeTools, element: Element, tag: string, sight: Sight): string | undefined {
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
  const clean: Record<string, AttributeValue> = {};
  const look = sight.place === 'open' || keepsLook(tag) || pictures.has(tag);
  for (const name of Object.keys(raw)) {
    const given = raw[name];
    if (!look && name !== 'class') continue;
    if (name === '_cssText') {
      if (typeof given === 'string') clean._cssText = tools.style.sheet(given);
    } else if (name === 'rr_scrollLeft' || name === 'rr_scrollTop') {
      if (typeof given === 'number') clean[name] = given;
    } else if (name === 'rr_open_mode') {
      if (given === 'modal') clean[name] = given;
    } else if (name === 'style' && typeof given === 'object' && given !== null) {
      clean.style = tools.style.change(given as StyleChange, sight.verdict === 'show');
    } else if (keepsLook(tag) && (name === 'value' || name === 'checked')) {
      // Read from the field below.
    } else if (name === 'selected') {
      // Likewise: the attribute tells of the beginning, the property of now.
    } else if (given === null) {
      if (name === 'style' || shownAttributes.has(name) || contentAttributes.has(name)) clean[name] = null;
    } else if ((typeof given === 'string' || given === true) && String(given).length <= maxChars) {
      const plain = kept(tools, name, given === true ? '' : given, sight);
      if (plain !== null) clean[name] = plain;
    }
  }
  if (keepsLook(tag) && sight.place !== 'gone') {
    const own = value(tools, element, tag, sight);
    if (own !== undefined && tag !== 'select') clean.value = own;
    if (fieldChecked(element, sight)) clean.checked = true;
  }
  if (tag === 'option' && sight.verdict === 'show' && (element as HTMLOptionElement).selected) clean.selected = true;
  return clean;
}
