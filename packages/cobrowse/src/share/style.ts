import { plainUrl, shapeOf, shownAttributes } from '@theke/rules';
import { type CssTaste, cleanCss, cleanValue } from '../css.ts';
import type { StyleChange } from '../events.ts';

/** Cleans style sheets and inline styles on their way out. Also learns which ids style sheets ask for. */
export interface Stylist {
  /** Takes note of the ids a sheet selects by; call for all sheets before the elements they style. */
  learn(css: string): void;
  asksFor(id: string): boolean;
  sheet(css: string): string;
  /** An inline style; addresses only when the element is shown, since a picture there is content. */
  inline(css: string, shown: boolean): string;
  change(change: StyleChange, shown: boolean): StyleChange;
  value(property: string, value: string): string;
}

// Names of fonts and of grid areas, glyph variants and file formats: layout, not content.
const layoutText = /^(--[\w-]*(font|family)[\w-]*|font([\w-]*)|grid([\w-]*)|src|quotes|syntax|inherits)$/;
// One or two signs that are neither letters nor digits: icons, bullets, arrows.
const icon = /^(?:\\[\da-f]{1,6}\s?|[^\w\\]){0,2}$/iu;
const property = /^-{0,2}[a-z][\w-]*$/i;
const maxImageChars = 20_000;

/** An image written into its own address, if nobody can have written a text into it. */
export function plainImage(url: string): string | null {
  if (url.length > maxImageChars) return null;
  if (/^data:(image\/(png|jpeg|gif|webp|avif)|font\/[\w-]+|application\/(x-)?font-[\w-]+)[;,]/i.test(url)) return url;
  if (!/^data:image\/svg\+xml[;,]/i.test(url)) return null;
  try {
    const body = url.slice(url.indexOf(',') + 1);
    const svg = /;base64,/i.test(url) ? atob(decodeURIComponent(body)) : decodeURIComponent(body);
    return /<\s*(\w+:)?(text|title|desc|metadata|image|foreignObject|script|style|use)|<!|data-|aria-|href/i.test(svg)
      ? null
      : url;
  } catch {
    return null;
  }
}

/** The address of a file of which only the name looks like a token: build tools name files after their content. */
export function builtFile(url: string, base: string, kinds: RegExp): string | null {
  const { origin, pathname, href } = new URL(url, base);
  const folder = plainUrl(new URL('.', href).href);
  return kinds.test(pathname) && !folder.includes('…') && !pathname.includes('@') ? origin + pathname : null;
}

/** Makes a {@link Stylist}; `origin` is the shop's own: only files from there are named. */
export function createStylist(origin: string, base: () => string): Stylist {
  const ids = new Set<string>();

  function file(url: string): string | null {
    if (url.startsWith('#')) return url;
    if (/^data:/i.test(url)) return plainImage(url);
    const plain = plainUrl(url, base());
    if (!plain.startsWith(`${origin}/`)) return null;
    if (!plain.includes('…')) return plain;
    return builtFile(url, base(), /\.(woff2?|ttf|otf)$/);
  }

  const taste: CssTaste = {
    url: file,
    text(name, text) {
      if (layoutText.test(name) || (name === 'content' && icon.test(text))) return text;
      // Outside declarations: `:lang("de")` and the like.
      if (name === '' && /^[a-z-]{0,8}$/i.test(text)) return text;
      return shapeOf(text).replace(/\s/g, ' ');
    },
    attribute: (name) => shownAttributes.has(name),
  };
  const quiet: CssTaste = { ...taste, url: (url) => (url.startsWith('#') ? url : null) };

  return {
    learn(css) {
      for (const [, id] of css.matchAll(/#(-?[_a-z][\w-]*)/gi)) ids.add(id!);
    },
    asksFor: (id) => ids.has(id),
    sheet: (css) => cleanCss(css, taste),
    inline: (css, shown) => cleanCss(css, shown ? taste : quiet),
    change(change, shown) {
      const clean: StyleChange = {};
      for (const name of Object.keys(change)) {
        const value = change[name]!;
        if (!property.test(name)) continue;
        if (value === false) clean[name] = false;
        else if (typeof value === 'string') clean[name] = cleanValue(name, value, shown ? taste : quiet);
        else
          clean[name] = [
            cleanValue(name, String(value[0]), shown ? taste : quiet),
            value[1] === 'important' ? 'important' : '',
          ];
      }
      return clean;
    },
    value: (name, value) => (property.test(name) ? cleanValue(name, value, taste) : ''),
  };
}
