import { type ElementFacts, type Verdict, verdictFor } from '@theke/rules';
import type { Dom } from './dom.ts';

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
}

/** Looks at live elements. Never remembers a verdict: elements move and shops change their marks. */
export interface Eyes {
  /** `memo` is for one event, during which the page stands still. */
  see(element: Element, memo?: Map<Element, Sight>): Sight;
}

const fields = new Set(['input', 'textarea', 'select']);

// Run, load, describe or open something; nothing of it is ever looked at.
const gone = new Set(
  'script noscript meta base object embed applet param frame frameset portal fencedframe source track template'.split(
    ' ',
  ),
);

/** Makes {@link Eyes}. `ignore` names our own elements; fields seen as passwords once stay so. */
export function createEyes(dom: Dom, ignore: (element: Element) => boolean): Eyes {
  const passwords = new WeakSet<Element>();

  function facts(element: Element, tag: string, inherited: Verdict): ElementFacts {
    const field = fields.has(tag);
    const type = dom.attribute(element, 'type') ?? undefined;
    if (field && (type?.trim().toLowerCase() === 'password' || dom.has(element, 'data-rr-is-password')))
      passwords.add(element);
    const marks = {
      show: dom.has(element, 'data-theke-show'),
      mask: dom.has(element, 'data-theke-mask'),
      block: dom.has(element, 'data-theke-block'),
    };
    return {
      tag,
      type,
      autocomplete: dom.attribute(element, 'autocomplete') ?? undefined,
      name: dom.attribute(element, 'name') ?? undefined,
      id: dom.attribute(element, 'id') ?? undefined,
      wasPassword: passwords.has(element),
      // Asking makes the browser lay out the page, so only where the answer can matter.
      hidden: field && (marks.show || inherited === 'show') && isHidden(element),
      marks,
      inherited,
    };
  }

  function isHidden(element: Element): boolean {
    return dom.has(element, 'hidden') || element.checkVisibility?.({ visibilityProperty: true }) === false;
  }

  function look(element: Element, memo: Map<Element, Sight>): Sight {
    const parent = dom.around(element);
    const outer = parent ? see(parent, memo) : null;
    const tag = dom.tag(element);
    const verdict = verdictFor(facts(element, tag, outer?.verdict ?? 'mask'));
    const editable = dom.attribute(element, 'contenteditable');
    const typed =
      tag === 'textarea' || (editable === null ? (outer?.typed ?? false) : editable.toLowerCase() !== 'false');
    if (outer && outer.place !== 'open') return { verdict, place: 'away', typed };
    if (gone.has(tag) || ignore(element)) return { verdict, place: 'gone', typed };
    const closed = verdict === 'block' || tag === 'iframe' || tag === 'video' || tag === 'audio' || tag === 'canvas';
    return { verdict, place: closed ? 'closed' : 'open', typed };
  }

  function see(element: Element, memo: Map<Element, Sight> = new Map()): Sight {
    const known = memo.get(element);
    if (known) return known;
    const sight = look(element, memo);
    memo.set(element, sight);
    return sight;
  }

  return { see };
}

/** Elements whose look stays even when their content may not leave: an empty field still looks like a field. */
export const keepsLook = (tag: string): boolean => fields.has(tag);
