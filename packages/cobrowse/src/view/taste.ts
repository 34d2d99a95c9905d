import { shownAttributes } from '@theke/rules';
import { type CssTaste, cleanCss, cleanValue } from '../css.ts';
import { isPlainSvgAddress } from './plainSvg.ts';
import { type Scheme, suit } from './suit.ts';

/** Gives the address to load in place of one from the shared page: on our guarded path, or null. */
export type AssetUrl = (url: string) => string | null;

/** What cleans the parts of an event that can load something. */
export interface Cleaner {
  /** The address to load in place of one; null: none. */
  address(url: string): string | null;
  /** A style sheet, a rule or a declaration list. */
  css(text: string): string;
  /** One declaration's value. */
  value(property: string, text: string): string;
  /** A list of media queries. */
  media(text: string): string;
}

const images = /^data:image\/(png|jpeg|gif|webp|avif)[;,]/i;
const fonts = /^data:(font\/[\w-]+|application\/(x-)?font-[\w-]+)[;,]/i;

/** An address to load, or null. The visitor's side has cleaned it already; here it is only about what the agent's browser asks for. */
export function guard(assetUrl: AssetUrl, url: string): string | null {
  if (images.test(url) || fonts.test(url) || isPlainSvgAddress(url)) return url;
  if (!/^https?:\/\//i.test(url)) return null;
  return assetUrl(url);
}

/** Makes the {@link Cleaner} for what comes from the visitor's side: nothing is loaded but through the guarded path. */
export function createCleaner(assetUrl: AssetUrl, scheme: () => Scheme = () => 'light'): Cleaner {
  const taste: CssTaste = {
    // Into the same document: gradients, masks.
    url: (url) => (/^#[\w:.-]*$/.test(url) ? url : guard(assetUrl, url)),
    text: (_, text) => text,
    attribute: (name) => shownAttributes.has(name) || /^[a-z]+-[a-z\d-]+$/.test(name),
  };
  return {
    address: (url) => guard(assetUrl, url),
    css: (text) => suit(cleanCss(text, taste), scheme()),
    value(property, text) {
      const clean = cleanValue(property, text, taste);
      return property === 'color-scheme' ? suit(`color-scheme:${clean}`, scheme()).slice(13) : clean;
    },
    media: (text) => suit(text, scheme()),
  };
}

/** For what we wrote down ourselves of a picture that had been cleaned. */
export const trusting: Cleaner = {
  address: (url) => url,
  css: (text) => text,
  value: (_, text) => text,
  media: (text) => text,
};
