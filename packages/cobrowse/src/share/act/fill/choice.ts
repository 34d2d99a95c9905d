import type { Driver } from './driver.ts';
import { createTouch, readOwn, writeOwn } from './touch.ts';

/** Selects, of one option or of several. Their text is the places of the chosen options, with commas between. */
export function createChoiceDriver(select: HTMLSelectElement): Driver {
  const options = () => Array.from(readOwn(select, 'options') as HTMLOptionsCollection);
  const read = () =>
    options()
      .flatMap((option, at) => (option.selected ? [at] : []))
      .join(',');
  const touch = createTouch(select, read);
  const places = (text: string) => text.split(',').filter(Boolean).map(Number);
  const isBarred = (option: HTMLOptionElement | undefined) => !option || option.matches(':disabled, :disabled *');

  return {
    kind: 'choice',
    read,
    clean(text) {
      const all = options();
      const wanted = places(text);
      const fits = select.multiple || wanted.length === 1;
      // What cannot be chosen leaves everything as it is.
      return fits && !wanted.some((at) => isBarred(all[at])) ? text : read();
    },
    most: () => Number.POSITIVE_INFINITY,
    write(next) {
      const wanted = places(next);
      touch.begin();
      if (!select.multiple) writeOwn(select, 'selectedIndex', wanted[0]);
      else for (const [at, option] of options().entries()) writeOwn(option, 'selected', wanted.includes(at));
      touch.input();
      touch.change();
    },
    caret: () => null,
    place: () => {},
    // The first option, unless the page chose it, is what a select without a choice shows.
    empty: () =>
      options().every((option, at) => !option.selected || option.value === '' || (at === 0 && !option.defaultSelected)),
    leave: touch.leave,
  };
}
