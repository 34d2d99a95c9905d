import { isBusyLine, isBusyPath } from './busy.ts';
import type { Names } from './names.ts';

// Attributes that shape a page hold numbers, colours and a few words. On elements of a shop's own making anything can stand there.
const flags = new Set('disabled readonly required open inert multiple reversed nowrap compact controls'.split(' '));

const words = /* @__PURE__ */ new Set(
  /* @__PURE__ */ `true false mixed page step date time horizontal vertical auto manual ltr rtl lazy async left right center justify
top middle bottom baseline start end row col rowgroup colgroup hard none until-found plaintext-only
text password search email tel url number checkbox radio range color submit reset button image file css module a i disc circle square
stylesheet alert banner cell complementary contentinfo dialog form grid gridcell group heading img link list listbox listitem main menu menubar menuitem navigation option presentation progressbar radiogroup region separator slider status switch tab table tablist tabpanel textbox toolbar tooltip tree
inherit currentcolor nonzero evenodd round butt miter bevel visible hidden inline block normal bold italic userspaceonuse objectboundingbox pad reflect repeat over in out atop xor arithmetic multiply screen luminance alpha non-scaling-stroke central
translate scale rotate skewx skewy matrix xminymin xmidymid xmaxymax meet slice
print and all not only or width orientation portrait landscape prefers-color-scheme dark light prefers-reduced-motion reduce no-preference hover pointer fine coarse min-width max-width min-height max-height rgb rgba hsl hsla`.split(
    /\s+/,
  ),
);

const number = /^[+-]?(?:\d{1,6}(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?(?:[a-z]{1,4}|%|\*)?$/i;
const numbers = /^[\d\s.,+\-e%]*$/i;
const path = /^[mlhvcsqtaze\d\s,.+-]*$/i;
const geometry = new Set('d points viewbox transform gradienttransform patterntransform stddeviation'.split(' '));
const filterNames = /^(sourcegraphic|sourcealpha|backgroundimage|backgroundalpha|fillpaint|strokepaint)$/i;

const isColour = (word: string): boolean =>
  /^#[\da-f]{3,8}$/i.test(word) || (/^[a-z]{3,22}$/i.test(word) && globalThis.CSS?.supports?.('color', word) === true);

/** Whether there is nothing but numbers, colours and the words of layout in a value. */
export const isPlain = (value: string): boolean =>
  value
    .split(/[\s,;:()/<>=]+/)
    .every((word) => word === '' || words.has(word.toLowerCase()) || number.test(word) || isColour(word));

/**
 * The value of a layout attribute on an element that is not shown, or null: only what can shape something and cannot tell anything.
 */
export function plainValue(names: Names, name: string, value: string): string | null {
  const low = name.toLowerCase();
  if (flags.has(low)) return '';
  switch (low) {
    case 'd':
      return path.test(value) && !isBusyPath(value) ? value : null;
    case 'points':
      return numbers.test(value) && !isBusyLine(value) ? value : null;
    case 'lang':
      return /^[a-z]{2,3}(-[a-z\d]{2,4}){0,2}$/i.test(value) ? value : null;
    case 'xmlns':
      return /^http:\/\/www\.w3\.org\/(2000\/svg|1999\/xhtml|1998\/Math\/MathML|1999\/xlink)$/.test(value)
        ? value
        : null;
    case 'part':
      return value.split(/\s+/).filter(names.asksForPart).join(' ') || null;
    case 'in':
    case 'in2':
    case 'result':
      return filterNames.test(value) ? value : names.alias(value);
    // How full something is.
    case 'stroke-dashoffset':
    case 'stroke-dasharray':
    case 'exportparts':
    case 'face':
    case 'font-family':
      return null;
    case 'media':
      return isPlain(value) ? value : 'not all';
    default:
      if (geometry.has(low) && numbers.test(value)) return value;
      return value.length <= 400 && isPlain(value) ? value : null;
  }
}
