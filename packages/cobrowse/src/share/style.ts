import { plainUrl, scrubSecrets, secretSpans, shapeOf, shownAttributes } from '@theke/rules';
import { type CssTaste, cleanCss, cleanValue } from '../css.ts';
import type { StyleChange } from '../events.ts';
import { builtFile, plainImage } from './privacy/addresses.ts';
import { createNames, isOwn, isState, type Names } from './privacy/names.ts';
import { looksSecret } from './privacy/signs.ts';
import { meansSomething } from './privacy/words.ts';

/** Cleans style sheets and inline styles on their way out. Also learns which names style sheets ask for. */
export interface Stylist {
  readonly names: Names;
  /** Takes note of the names a sheet selects by; call for all sheets before the elements they style. */
  learn(css: string, from?: string): void;
  asksFor(id: string): boolean;
  /** The name an element with this id goes by, for whatever calls it: gradients, clips, symbols. */
  idFor(id: string): string;
  /**
   * `from` is the address of the sheet itself, which its own addresses are relative to; absent: the page's. Files are named by
   * sheets that are files themselves, or `shown`: one written into the page can be about the visitor.
   */
  sheet(css: string, from?: string, shown?: boolean): string;
  /** An inline style; addresses only when the element is shown, since a picture there is content. */
  inline(css: string, shown: boolean): string;
  change(change: StyleChange, shown: boolean): StyleChange;
  value(property: string, value: string): string;
}

// Names of fonts and of grid areas, glyph variants and file formats: layout, not content.
const layoutText = /^(--[\w-]*(font|family)[\w-]*|font([\w-]*)|grid([\w-]*)|src|syntax|inherits)$/;
// One or two signs that are neither letters nor digits: icons, bullets, arrows.
const icon = /^(?:\\[\da-f]{1,6}\s?|[^\w\\]){0,2}$/iu;
const property = /^-{0,2}[a-z][\w-]*$/i;
// Names of the page's own, or numbers to be read off the page.
const telling = /^(counter-|view-transition|anchor-|position-anchor|container-name|timeline-|(scroll|view)-timeline)/;
// Longer ones are pictures drawn with shadows or gradients.
const maxInlineChars = 4_000;

export interface StylistPowers {
  /** A sheet came that asks for names left out before: only a new picture puts that right. */
  onMissed?: () => void;
  /** Hears of each file a sheet names: where it really is, and what it is called in what leaves. */
  onFile?: (url: string, told: string) => void;
  /** The shop shows its whole page: then what is written into it is its own, too. */
  isPageShown?: () => boolean;
}

/** Makes a {@link Stylist}; `origin` is the shop's own: only files from there are named. */
export function createStylist(
  origin: string,
  base: () => string,
  { onMissed, onFile, isPageShown }: StylistPowers = {},
): Stylist {
  const names = createNames(onMissed);
  const idFor = (id: string) => (names.asksForId(id) ? id : names.alias(id));

  function file(url: string, from: string): string | null {
    if (/^data:/i.test(url)) return plainImage(url);
    const plain = plainUrl(url, from);
    if (!plain.startsWith(`${origin}/`)) return null;
    const told = plain.includes('…') ? builtFile(url, from, /\.(woff2?|ttf|otf)$/) : plain;
    if (told) onFile?.(new URL(url, from).href, told);
    return told;
  }

  /** Whether the words in this declaration name fonts and the like. */
  const isLayout = (name: string) => layoutText.test(name) || (name.startsWith('--') && names.isFont(name));

  function taste(files: ((url: string) => string | null) | null, isElement: boolean, isOpen = false): CssTaste {
    return {
      url: (url) => (url.startsWith('#') ? `#${idFor(url.slice(1))}` : (files?.(url) ?? null)),
      text(name, text) {
        if (isLayout(name) && secretSpans(text).length === 0) return text;
        if ((name === 'content' || name === 'quotes') && icon.test(text)) return text;
        // Outside declarations: `:lang("de")` and the like.
        if (name === '' && /^[a-z-]{0,8}$/i.test(text)) return text;
        return shapeOf(text).replace(/\s/g, ' ');
      },
      attribute: (name, value) => shownAttributes.has(name) || (isOpen && isOwn(name) && isState(value)),
      word(name, word, before) {
        if (isLayout(name)) return true;
        return meansSomething(word, before) && !(isElement && /^\d{4,}$/.test(word));
      },
    };
  }

  /** A sheet that is a file, or stands on a page the shop shows whole, is about nobody. */
  const isOpen = (from?: string) => (from !== undefined && from !== base()) || isPageShown?.() === true;

  // A picture of more than a dot can be the visitor's: a code to be scanned, a face.
  const inPage = taste(
    (url) => (/^data:(?!image\/(?!svg)[^,]*,.{120})|\.(woff2?|ttf|otf)([?#]|$)/i.test(url) ? file(url, base()) : null),
    false,
  );
  const shownElement = taste((url) => file(url, base()), false, true);
  const hiddenElement = taste(null, true);
  const on = (shown: boolean) => (shown ? shownElement : hiddenElement);

  const sheetTaste = () => (isPageShown?.() ? shownElement : inPage);

  /** Whether a declaration may stand on an element that is not shown. */
  const keeps = (name: string) => !telling.test(name) && (!name.startsWith('--') || names.asksForVariable(name));

  function quiet(css: string): string {
    if (css.length > maxInlineChars) return '';
    const parts = css.split(';').filter((part) => {
      const name = /^\s*(-{0,2}[a-z][\w-]*)\s*:/i.exec(part)?.[1] ?? '';
      return keeps(name.startsWith('--') ? name : name.toLowerCase());
    });
    return sure(parts.join(';'), hiddenElement);
  }

  return {
    names,
    learn: (css, from) => names.learn(css, isOpen(from)),
    asksFor: names.asksForId,
    idFor,
    sheet(css, from, shown = false) {
      const how = shown || isOpen(from) ? taste((url) => file(url, from ?? base()), false, true) : inPage;
      return sure(cleanCss(css, how), how);
    },
    inline: (css, shown) =>
      shown ? sure(cleanCss(css, shownElement), shownElement) : quiet(cleanCss(css, hiddenElement)),
    change(change, shown) {
      const clean: StyleChange = {};
      for (const name of Object.keys(change)) {
        const value = change[name]!;
        if (!property.test(name) || (!shown && !keeps(name))) continue;
        const plain = (given: unknown) => sure(cleanValue(name, String(given), on(shown)), on(shown));
        if (value === false) clean[name] = false;
        else if (typeof value === 'string') clean[name] = plain(value);
        else clean[name] = [plain(value[0]), value[1] === 'important' ? 'important' : ''];
      }
      return clean;
    },
    value: (name, value) => (property.test(name) ? sure(cleanValue(name, value, sheetTaste()), sheetTaste()) : ''),
  };
}

/** The same without anything that looks like a card number, wherever in it: what that breaks was no layout. */
function sure(css: string, taste: CssTaste): string {
  // Cleaned again: what stood around it may have grown together.
  return looksSecret(css) ? cleanCss(scrubSecrets(css).text, taste) : css;
}
