import { type AttributeValue, change, type PageChange } from '../../events.ts';
import { fieldChecked, fieldValue } from '../field.ts';
import type { Sight } from '../sight.ts';
import type { Entry } from './book.ts';
import type { Context } from './context.ts';

/** What stands in fields, told when it is another than told. */
export interface Fields {
  /** Null: nothing to tell. */
  value(entry: Entry, memo: Map<Element, Sight>): PageChange | null;
  /** Of a list in which several can be chosen: which are. */
  choices(entry: Entry, memo: Map<Element, Sight>): { id: number; attributes: Record<string, AttributeValue> }[];
}

/** Makes {@link Fields}. */
export function createFields({ dom, eyes }: Context): Fields {
  const lastTold = new WeakMap<Entry, string>();

  return {
    value(entry, memo) {
      const element = entry.node as HTMLInputElement;
      const sight = eyes.see(element, memo);
      const tag = dom.tag(element);
      if (sight.place !== 'open' || (tag === 'select' && (element as unknown as HTMLSelectElement).multiple))
        return null;
      const text = fieldValue(element, sight);
      if (sight.verdict !== 'show' && (tag === 'select' || text === undefined)) return null;
      const now = { id: entry.id, text: text ?? '', isChecked: fieldChecked(element, sight) };
      // One act is heard of up to three times.
      if (lastTold.get(entry) === `${now.text}${now.isChecked}`) return null;
      lastTold.set(entry, `${now.text}${now.isChecked}`);
      return { source: change.input, ...now };
    },
    choices(entry, memo) {
      const found: { id: number; attributes: Record<string, AttributeValue> }[] = [];
      const select = entry.node as HTMLSelectElement;
      const sight = eyes.see(select, memo);
      if (dom.tag(select) !== 'select' || !select.multiple || sight.verdict !== 'show') return found;
      const look = (parent: Entry) => {
        for (let one = parent.first; one; one = one.next) {
          if (one.isOpen && dom.kind(one.node) === 1 && dom.tag(one.node as Element) === 'option')
            found.push({
              id: one.id,
              attributes: { selected: (one.node as HTMLOptionElement).selected ? true : null },
            });
          else look(one);
        }
      };
      look(entry);
      return found;
    },
  };
}
