import type { PagePrivacy } from '@theke/protocol';
import { rulesHere } from '@theke/rules';
import type { Dom } from '../dom.ts';

/** What the shop says of one element: by an attribute on it, or by a rule of the site. Both weigh the same. */
export interface OwnMarks {
  show: boolean;
  mask: boolean;
  block: boolean;
}

/** A site's rules on one page, made ready. Where there are none, asking costs nothing. */
export interface Marks {
  of(element: Element): OwnMarks;
  /** What the preset says; weaker than any mark. */
  presetShows(element: Element): boolean;
  presetMasks(element: Element): boolean;
  denies(element: Element): boolean;
  /** Whether a change of this attribute can change what the rules say. */
  tells(attribute: string): boolean;
  /** Whether a rule that looks beyond the element itself fits others than when it was last asked. */
  drifted(): boolean;
  /** Another one when other rules hold: after an edit, or on another path. */
  readonly edition: number;
}

export interface MarksPowers {
  dom: Dom;
  privacy: () => PagePrivacy;
  path: () => string;
}

// A rule that looks around: at parents, neighbours, children or the order of things.
const far = /[>+~]|\S\s+[^\s,)\]]|:(has|nth|first|last|only|empty)/;
const own = /\[[^\]]*\]|\([^)]*\)/g;

/** Whether this browser understands the selector in every part of it. */
function reads(selector: string): boolean {
  try {
    Document.prototype.createDocumentFragment.call(globalThis.document).querySelector(selector);
    // A list inside `:is()` forgives what it cannot read, and then fits nothing: here it does not.
    const { CSS } = globalThis;
    return !CSS?.supports?.('selector(a)') || CSS.supports(`selector(:is(${selector}))`);
  } catch {
    return false;
  }
}

interface Compiled {
  show: string;
  mask: string;
  block: string;
  deny: string;
  presetShow: string;
  presetMask: string;
  /** Not to be read, and would have kept agents from acting. */
  deniesAll: boolean;
  far: string;
  attributes: Set<string>;
}

function compile(privacy: PagePrivacy, path: string): Compiled {
  const here = rulesHere(privacy, path, reads);
  const rules = [...here.show, ...here.mask, ...here.block];
  const text = [...rules, ...here.preset.show, ...here.preset.mask].join();
  const attributes = new Set([...text.matchAll(/\[\s*([\w-]+)/g)].map(([, name]) => name!.toLowerCase()));
  if (/\.[\w\\-]/.test(text)) attributes.add('class');
  if (text.includes('#')) attributes.add('id');
  return {
    show: here.show.join(),
    mask: here.mask.join(),
    block: here.block.join(),
    deny: here.deny.join(),
    presetShow: here.preset.show.join(),
    presetMask: here.preset.mask.join(),
    deniesAll: here.broken.some((rule) => rule.mark === 'deny'),
    far: rules.filter((rule) => far.test(rule.trim().replace(own, '')) || /:(has|nth)/.test(rule)).join(),
    attributes,
  };
}

/** Makes {@link Marks}. Compiled anew only when the rules or the path are others. */
export function createMarks({ dom, privacy, path }: MarksPowers): Marks {
  let rules: PagePrivacy | null = null;
  let where = '';
  let scoped = false;
  let compiled: Compiled | null = null;
  let edition = 0;
  let matched = new Set<Element>();
  const looked = new WeakSet<Element>();

  function now(): Compiled {
    const next = privacy();
    if (next !== rules) scoped = next.rules.some((rule) => rule.page !== undefined);
    const nextPath = scoped ? path() : '';
    if (compiled && next === rules && nextPath === where) return compiled;
    const fresh = compile(next, nextPath);
    const said = ({ attributes: _, ...rest }: Compiled) => JSON.stringify(rest);
    if (!compiled || said(compiled) !== said(fresh)) {
      edition += 1;
      matched = new Set();
    }
    compiled = fresh;
    rules = next;
    where = nextPath;
    return compiled;
  }

  const fits = (element: Element, selector: string) => selector !== '' && dom.matches(element, selector);

  return {
    of(element) {
      const { show, mask, block, far } = now();
      if (far !== '') looked.add(element);
      return {
        show: dom.has(element, 'data-theke-show') || fits(element, show),
        mask: dom.has(element, 'data-theke-mask') || fits(element, mask),
        block: dom.has(element, 'data-theke-block') || fits(element, block),
      };
    },
    presetShows: (element) => fits(element, now().presetShow),
    presetMasks: (element) => fits(element, now().presetMask),
    denies(element) {
      const { deny, deniesAll } = now();
      return deniesAll || dom.has(element, 'data-theke-deny') || fits(element, deny);
    },
    tells: (attribute) => now().attributes.has(attribute),
    drifted() {
      const selector = now().far;
      if (selector === '') return false;
      const next = new Set(Document.prototype.querySelectorAll.call(globalThis.document, selector));
      // New ones were looked at when they came. What was there before and is judged otherwise now is what matters.
      const drifted =
        [...matched].some((element) => dom.connected(element) && !next.has(element)) ||
        [...next].some((element) => !matched.has(element) && looked.has(element));
      matched = next;
      return drifted;
    },
    get edition() {
      now();
      return edition;
    },
  };
}
