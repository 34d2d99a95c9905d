/**
 * The names style sheets call things by. What no sheet asks for leaves nothing to see, so it does not leave the browser: class
 * names and ids with somebody's name in them, among others.
 */
export interface Names {
  /**
   * Takes note of what a sheet asks for. Call for all sheets before the elements they style. `open`: a file, or one the shop
   * shows; what such a sheet compares attributes of the shop's own with is the shop's, and nobody's.
   */
  learn(css: string, open?: boolean): void;
  asksForId(id: string): boolean;
  asksForClass(name: string): boolean;
  asksForPart(name: string): boolean;
  asksForVariable(name: string): boolean;
  asksForSlot(name: string): boolean;
  /** Whether a variable holds the names of fonts. */
  isFont(variable: string): boolean;
  /** What of an attribute of the shop's own may leave: its value where a sheet compares with just that, or the element is shown. */
  own(attribute: string, value: string, shown: boolean): string | null;
  /** The name an id, slot or filter goes by where only the page's own markup calls it: the same for the same name, telling nothing of it. */
  alias(name: string): string;
}

const name = String.raw`(?:[\w-]|[^\x00-\x7f]|\\[0-9a-f]{1,6}\s?|\\[^\n])+`;
const asked = new RegExp(
  String.raw`(url\(\s*["']?)?#(${name})|\.(${name})|var\(\s*(--[\w-]+)|::part\(([^)]*)\)|\[\s*class\s*([~|^$*]?)=\s*["']?([^"'\]]*)|\[\s*(?:slot|name)\s*=\s*["']?([\w-]+)`,
  'gi',
);

const fonts = /(?:^|[;{\s])font(?:-family)?\s*:[^;{}]*/gi;
const compared = /\[\s*([a-z]+-[a-z\d-]+)\s*(?:([~|^$*]?)=\s*(?:"([^"\]]*)"|'([^'\]]*)'|([\w-]+)))?\s*[is]?\s*\]/gi;
/** An attribute of the shop's own that a sheet may compare with: not ours, not one that says something to assistive technology. */
export const isOwn = (attribute: string): boolean =>
  /^(?!aria-|theke-|data-theke|data-rr|http-|accept-)[a-z]+-[a-z\d-]{1,40}$/.test(attribute);
/** A value that can be a state or a kind, and hardly anything else. */
export const isState = (value: string): boolean => /^(?!.*\d{6})[\w -]{0,40}$/.test(value);

const plainName = (text: string) =>
  text.replace(/\\(?:([0-9a-f]{1,6})\s?|([\s\S]))/gi, (_, hex?: string, sign?: string) =>
    hex ? String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)) : (sign ?? ''),
  );

// What was left out and might be asked for later. More is no page's.
const maxMissed = 20_000;

/** Makes {@link Names}. `onMissed`: a sheet came that asks for something left out before; only a new picture puts that right. */
export function createNames(onMissed: () => void = () => {}): Names {
  const known = new Set<string>();
  const missed = new Set<string>();
  const patterns: ((name: string) => boolean)[] = [];
  const seenPatterns = new Set<string>();
  const aliases = new Set<string>();
  const salt = Math.floor(Math.random() * 0xffffffff);

  function add(key: string): boolean {
    if (known.has(key)) return false;
    known.add(key);
    return missed.delete(key);
  }

  function addPattern(how: string, value: string): boolean {
    if (value === '' || seenPatterns.has(how + value)) return false;
    seenPatterns.add(how + value);
    const fits = (name: string): boolean =>
      how === '^'
        ? name.startsWith(value)
        : how === '$'
          ? name.endsWith(value)
          : how === '*'
            ? name.includes(value)
            : value.split(/\s+/).includes(name);
    patterns.push(fits);
    return [...missed].some((key) => key.startsWith('.') && fits(key.slice(1)));
  }

  function asks(key: string): boolean {
    if (known.has(key)) return true;
    if (missed.size < maxMissed) missed.add(key);
    return false;
  }

  return {
    learn(css, open = false) {
      // One id alone is a call from the page's own markup, not from a sheet.
      if (/^\s*#[^\s{]*$/.test(css)) return;
      let late = false;
      for (const [, url, id, word, variable, parts, how, value, slot] of css.matchAll(asked)) {
        if (id && url === undefined) late = add(`#${plainName(id)}`) || late;
        else if (word && !/^\d/.test(word)) late = add(`.${plainName(word)}`) || late;
        else if (variable) late = add(variable) || late;
        else if (parts !== undefined) for (const part of parts.trim().split(/\s+/)) late = add(`:${part}`) || late;
        else if (slot) late = add(`>${slot}`) || late;
        else if (how !== undefined) late = addPattern(how, value ?? '') || late;
      }
      if (css.includes('font'))
        for (const [declared] of css.matchAll(fonts))
          for (const [, variable] of declared.matchAll(/var\(\s*(--[\w-]+)/g)) late = add(`f${variable}`) || late;
      if (open && css.includes('['))
        for (const [, attribute, how, one, two, three] of css.matchAll(compared)) {
          const value = one ?? two ?? three;
          const isExact = how === '' && value !== undefined;
          if (!isOwn(attribute!)) continue;
          late = add(isExact ? `[${attribute}=${value}` : `[${attribute}`) || late;
        }
      if (late) onMissed();
    },
    asksForId: (id) => asks(`#${id}`),
    asksForClass: (name) => patterns.some((fits) => fits(name)) || asks(`.${name}`),
    asksForPart: (name) => asks(`:${name}`),
    asksForVariable: (name) => asks(name),
    asksForSlot: (name) => asks(`>${name}`),
    isFont: (variable) => asks(`f${variable}`),
    own(attribute, value, shown) {
      if (!isOwn(attribute) || !isState(value)) return null;
      const [exact, any] = [asks(`[${attribute}=${value}`), asks(`[${attribute}`)];
      if (exact || (any && shown)) return value;
      // That it is there is all that is asked.
      return any ? '' : null;
    },
    alias(name) {
      // Said twice, it is still the same.
      if (aliases.has(name)) return name;
      // FNV-1a, salted: nobody can look up which word gave it.
      let hash = 0x811c9dc5 ^ salt;
      for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
      const alias = `t${(hash >>> 0).toString(36)}`;
      if (aliases.size < maxMissed) aliases.add(alias);
      return alias;
    },
  };
}
