import type { PagePrivacy } from '@theke/protocol';
import { type ElementFacts, isSecret, type Verdict, verdictFor } from '@theke/rules';
import type { Dom } from './dom.ts';
import { isBusy } from './privacy/busy.ts';
import { alikeBeside, forDigits, wordsBeside } from './privacy/hints.ts';
import { createMarks } from './privacy/marks.ts';

/** How one element stands towards the view. */
export interface Sight {
  verdict: Verdict;
  /**
   * `open`: goes out with what is inside it. `closed`: goes out as an empty box. `gone`: only an invisible stub goes out.
   * `away`: inside something closed or gone; nothing of it goes out.
   */
  place: 'open' | 'closed' | 'gone' | 'away';
  /** Text in here is the value of a field. */
  typed: boolean;
  /** Who wanted it so. `preset`: shown by the site's preset. `default`: nobody said anything. */
  why: 'secret' | 'shop' | 'visitor' | 'preset' | 'default';
}

/** Looks at live elements. Never remembers a verdict: elements move and shops change their marks. */
export interface Eyes {
  /** `memo` is for one event, during which the page stands still. */
  see(element: Element, memo?: Map<Element, Sight>): Sight;
  /** On the list of what is never shown. Looks closer than `see`, which has no need to where nothing is shown. */
  isSecret(element: Element): boolean;
  /** Agents may not act on it or in it. */
  isDenied(element: Element): boolean;
  /** Whether a verdict can hang on this attribute: a change of it can make what was sent stale. */
  tells(attribute: string): boolean;
  /** Whether a rule that looks around (at parents, neighbours, order) fits others now than before. Costs a search of the page. */
  drifted(): boolean;
  /** Another one when other rules hold, after an edit or on another path: a new picture is due. */
  readonly edition: number;
}

export interface EyesPowers {
  /** The path that rules for some pages alone are measured by; absent: `/`. */
  path?: () => string;
  /** Hidden by the visitor's own tap. */
  tapped?: (element: Element) => boolean;
  /** Known to have been a password before the share began. */
  wasPassword?: (element: Element) => boolean;
}

const fields = new Set(['input', 'textarea', 'select']);

// Run, load, describe or open something; nothing of it is ever looked at.
const gone = new Set(
  'script noscript meta base object embed applet param frame frameset portal fencedframe source track template datalist'.split(
    ' ',
  ),
);

// Always a box; what it plays or draws is shown by other means or not at all.
const boxes = new Set(['iframe', 'video', 'audio', 'canvas']);

// What a verdict hangs on, whatever the rules.
const telling = new Set(
  'data-theke-show data-theke-mask data-theke-block type autocomplete name id hidden contenteditable maxlength inputmode'.split(
    ' ',
  ),
);

/** What a site lets be seen that has said nothing. */
export const noRules: PagePrivacy = { version: 0, preset: 'none', rules: [], capture: false, frames: [] };

/** Makes {@link Eyes}. `ignore` names our own elements; fields seen as passwords once stay so. */
export function createEyes(
  dom: Dom,
  ignore: (element: Element) => boolean,
  privacy: () => PagePrivacy = () => noRules,
  powers: EyesPowers = {},
): Eyes {
  const passwords = new WeakSet<Element>();
  const marks = createMarks({ dom, privacy, path: powers.path ?? (() => '/') });

  function isPassword(element: Element, type: string | undefined): boolean {
    if (type?.trim().toLowerCase() === 'password' || dom.has(element, 'data-rr-is-password')) passwords.add(element);
    return passwords.has(element) || !!powers.wasPassword?.(element);
  }

  /** `closely`: also what the browser has to lay out or to search for. */
  function facts(element: Element, tag: string, closely: boolean): Omit<ElementFacts, 'marks' | 'inherited'> {
    const field = fields.has(tag);
    const text = (name: string) => dom.attribute(element, name) ?? undefined;
    const type = text('type');
    const plain = { tag, type, autocomplete: text('autocomplete'), name: text('name'), id: text('id') };
    const known = { ...plain, wasPassword: field && isPassword(element, type), hidden: false };
    if (!field || !closely) return known;
    return {
      ...known,
      hidden: isHidden(element),
      maxLength: text('maxlength'),
      digits: forDigits(dom, element),
      alike: alikeBeside(dom, element),
      words: () => wordsBeside(dom, element),
    };
  }

  function isHidden(element: Element): boolean {
    return dom.has(element, 'hidden') || element.checkVisibility?.({ visibilityProperty: true }) === false;
  }

  function judge(element: Element, tag: string, outer: Sight | null): Pick<Sight, 'verdict' | 'why'> {
    // The marks around a frame do not speak for the page inside it; a block does.
    const enters = outer !== null && outer.verdict !== 'block' && dom.entersFrame(element);
    const inherited = enters ? 'mask' : (outer?.verdict ?? 'mask');
    const inheritedWhy = enters ? 'default' : (outer?.why ?? 'default');
    if (inherited === 'block') return { verdict: 'block', why: inheritedWhy };
    if (powers.tapped?.(element)) return { verdict: 'block', why: 'visitor' };
    const own = marks.of(element);
    let why: Sight['why'] = own.show || own.mask || own.block ? 'shop' : inheritedWhy;
    if (!own.show && !own.mask && !own.block) {
      own.show = marks.presetShows(element);
      if (own.show) why = 'preset';
      // Inside what the preset shows, and only there.
      if (why === 'preset' && (own.show || inherited === 'show') && marks.presetMasks(element)) {
        own.mask = true;
        why = 'default';
      }
    }
    const closely = own.show || inherited === 'show';
    const known = { ...facts(element, tag, closely), marks: own, inherited };
    const verdict = verdictFor(known);
    return { verdict, why: verdict === 'block' && !own.block ? 'secret' : why };
  }

  function look(element: Element, memo: Map<Element, Sight>): Sight {
    const parent = dom.around(element);
    const outer = parent ? see(parent, memo) : null;
    const tag = dom.tag(element);
    const { verdict, why } = judge(element, tag, outer);
    const editable = dom.attribute(element, 'contenteditable');
    const typed =
      tag === 'textarea' || (editable === null ? (outer?.typed ?? false) : editable.toLowerCase() !== 'false');
    if (outer && outer.place !== 'open') return { verdict, place: 'away', typed, why };
    if (gone.has(tag) || ignore(element)) return { verdict, place: 'gone', typed, why };
    const closed =
      verdict === 'block' ||
      (boxes.has(tag) && !dom.isPlaced(element)) ||
      // How much stands in them is content, too: options, lines, the squares of a code.
      (verdict === 'mask' && (tag === 'select' || (typed && tag !== 'textarea') || (tag === 'svg' && isBusy(element))));
    return { verdict, place: closed ? 'closed' : 'open', typed, why };
  }

  function see(element: Element, memo: Map<Element, Sight> = new Map()): Sight {
    const known = memo.get(element);
    if (known) return known;
    const sight = look(element, memo);
    memo.set(element, sight);
    return sight;
  }

  return {
    see,
    isSecret: (element) =>
      isSecret({
        ...facts(element, dom.tag(element), true),
        marks: { show: false, mask: false, block: false },
        inherited: 'show',
      }),
    isDenied(element) {
      for (let at: Element | null = element; at; at = dom.around(at)) if (marks.denies(at)) return true;
      return false;
    },
    tells: (attribute) => telling.has(attribute) || marks.tells(attribute),
    drifted: () => marks.drifted(),
    get edition() {
      return marks.edition;
    },
  };
}

/** Elements whose look stays even when their content may not leave: an empty field still looks like a field. */
export const keepsLook = (tag: string): boolean => fields.has(tag);

/** Whether it may be told how far an element is scrolled: of a field whose value is not shown, that is how long the value is. */
export const tellsScroll = (tag: string, sight: Sight): boolean =>
  sight.verdict === 'show' || !(sight.typed || fields.has(tag));
