import { shownAttributes } from '@theke/rules';
import type { CssTaste } from '../css.ts';

/** Gives the address to load in place of one from the shared page: on our guarded path, or null. */
export type AssetUrl = (url: string) => string | null;

const images = /^data:image\/(png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;
const fonts = /^data:(font\/[\w-]+|application\/(x-)?font-[\w-]+)[;,]/i;

/** An address to load, or null. The visitor's side has cleaned it already; here it is only about what the agent's browser asks for. */
export function guard(assetUrl: AssetUrl, url: string): string | null {
  if (images.test(url) || fonts.test(url)) return url;
  if (!/^https?:\/\//i.test(url)) return null;
  return assetUrl(url);
}

/** How style sheets are cleaned on their way in: nothing is loaded but through the guarded path. */
export function createTaste(assetUrl: AssetUrl): CssTaste {
  return {
    // Into the same document: gradients, masks.
    url: (url) => (/^#[\w-]*$/.test(url) ? url : guard(assetUrl, url)),
    text: (_, text) => text,
    attribute: (name) => shownAttributes.has(name) || name.startsWith('theke-'),
  };
}
