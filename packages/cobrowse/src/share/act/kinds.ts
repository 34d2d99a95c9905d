import type { TargetFacts } from '@theke/protocol';
import type { Reads } from './reads.ts';

/** What elements are to somebody who wants to press or write. */
export interface Kinds {
  of(element: Element): TargetFacts['kind'];
  /** Everything on the way outwards that does something when it is pressed: a press is heard by all of them. Labels lead to their fields. */
  acting(path: readonly Element[]): Element[];
  /** Around what is no button by its tag, a box small enough to be one, or one that the shop's own pointer says is one. */
  lookalikes(path: readonly Element[]): Element[];
  /** The address of a link, as written. */
  address(element: Element): string | null;
  editable(element: Element): boolean;
}

const buttonRoles = /^(button|menuitem|menuitemcheckbox|menuitemradio|tab|switch|checkbox|radio|option|treeitem|link)$/;
const buttonTypes = /^(submit|button|reset|image)$/;
// Longer, and it is a part of the page, not a button.
const maxAroundChars = 40;
const maxPointedChars = 120;
const maxSteps = 12;

/** Makes {@link Kinds}. */
export function createKinds(reads: Reads): Kinds {
  const editable = (element: Element) =>
    /^(|true|plaintext-only)$/i.test(reads.attribute(element, 'contenteditable') ?? 'no');
  const chars = (element: Element) => (element.textContent ?? '').trim().length;
  const address = (element: Element) =>
    /^(a|area)$/.test(reads.tag(element))
      ? (reads.attribute(element, 'href') ?? reads.attribute(element, 'xlink:href'))
      : null;

  function of(element: Element): TargetFacts['kind'] {
    const tag = reads.tag(element);
    if (address(element) !== null) return 'link';
    if (tag === 'button' || tag === 'summary') return 'button';
    if (tag === 'input') return buttonTypes.test(reads.type(element)) ? 'button' : 'field';
    if (tag === 'select' || tag === 'textarea' || editable(element)) return 'field';
    const role = (reads.attribute(element, 'role') ?? '').toLowerCase();
    if (!buttonRoles.test(role)) return 'other';
    return role === 'link' ? 'link' : 'button';
  }

  return {
    of,
    address,
    editable,
    acting: (path) =>
      path.flatMap((element) => {
        if (reads.tag(element) === 'label') return reads.control(element) ?? [];
        return of(element) !== 'other' || reads.has(element, 'onclick') ? element : [];
      }),
    lookalikes(path) {
      const near = path.filter((element) => !/^(body|html|iframe)$/.test(reads.tag(element))).slice(0, maxSteps);
      return near.filter((element, i) => {
        const long = chars(element);
        if (long <= maxAroundChars) return true;
        const whole = i === 0 || reads.tag(element).includes('-') || reads.style(element).cursor === 'pointer';
        return whole && long <= maxPointedChars;
      });
    },
  };
}
