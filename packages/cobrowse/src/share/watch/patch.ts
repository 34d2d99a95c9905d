import type { Context } from './context.ts';
import type { Sheets } from './sheets.ts';
import { watchPlace } from './slots.ts';

/** Where a rule stands in its sheet: numbers from the outside in. */
function placeOf(rule: CSSRule): number[] {
  const place: number[] = [];
  for (let at: CSSRule | null = rule; at; at = at.parentRule) {
    const list = (at.parentRule as CSSGroupingRule | null)?.cssRules ?? at.parentStyleSheet?.cssRules;
    place.unshift(list ? Array.prototype.indexOf.call(list, at) : 0);
  }
  return place;
}

const number = (value: unknown) => (typeof value === 'number' ? value : Number(value) || 0);

/**
 * Hears of what a page's scripts do that no observer tells: rules of style sheets, values of fields, new shadow roots, adopted
 * sheets. Gives its undo: everything stands as before.
 */
export function patchRealm(window: Window & typeof globalThis, context: Context, sheets: Sheets): () => void {
  const { book, due, dom } = context;
  const undos: (() => void)[] = [];
  const watch = (object: object | undefined, key: string, hook: Parameters<typeof watchPlace>[2]) =>
    undos.push(watchPlace(object, key, hook));
  const call = (
    object: object | undefined,
    key: string,
    then: (self: never, args: readonly unknown[], result: unknown) => void,
  ) => watch(object, key, { call: (self, args, result) => then(self as never, args, result) });
  const set = (object: object | undefined, key: string, then: (self: never) => void) =>
    watch(object, key, { set: (self) => then(self as never) });

  const sheet = window.CSSStyleSheet?.prototype;
  call(sheet, 'insertRule', (self: CSSStyleSheet, [rule], index) =>
    sheets.changed(self, { source: 8, adds: [{ rule, index: number(index) }] }),
  );
  call(sheet, 'deleteRule', (self: CSSStyleSheet, [index]) =>
    sheets.changed(self, { source: 8, removes: [{ index: number(index) }] }),
  );
  for (const key of ['addRule', 'removeRule', 'replaceSync']) call(sheet, key, sheets.replaced);
  call(sheet, 'replace', (self: CSSStyleSheet, _, done) => {
    const then = () => sheets.replaced(self);
    void Promise.resolve(done).then(then, then);
  });
  set(window.StyleSheet?.prototype, 'disabled', (self: CSSStyleSheet) => {
    const owner = self.ownerNode;
    if (owner && book.entry(owner)) due.note('anew', owner);
  });
  // Rules within rules.
  for (const kind of [window.CSSGroupingRule, window.CSSStyleRule]) {
    call(kind?.prototype, 'insertRule', (self: CSSGroupingRule, [rule], index) =>
      sheets.changed(self.parentStyleSheet, { source: 8, adds: [{ rule, index: [...placeOf(self), number(index)] }] }),
    );
    call(kind?.prototype, 'deleteRule', (self: CSSGroupingRule, [index]) =>
      sheets.changed(self.parentStyleSheet, { source: 8, removes: [{ index: [...placeOf(self), number(index)] }] }),
    );
  }
  for (const key of ['appendRule', 'deleteRule'])
    call(window.CSSKeyframesRule?.prototype, key, (self: CSSRule) => sheets.replaced(self.parentStyleSheet));
  set(window.CSSStyleRule?.prototype, 'selectorText', (self: CSSRule) => sheets.replaced(self.parentStyleSheet));
  const declaration = window.CSSStyleDeclaration?.prototype;
  call(declaration, 'setProperty', (self: CSSStyleDeclaration, [property, value, priority]) => {
    const rule = self.parentRule;
    if (!rule) return;
    // A number alone does not lead to a step of an animation.
    if ('keyText' in rule) sheets.replaced(rule.parentStyleSheet);
    else
      sheets.changed(rule.parentStyleSheet, { source: 13, index: placeOf(rule), set: { property, value, priority } });
  });
  call(declaration, 'removeProperty', (self: CSSStyleDeclaration, [property]) => {
    const rule = self.parentRule;
    if (rule) sheets.changed(rule.parentStyleSheet, { source: 13, index: placeOf(rule), remove: { property } });
  });
  set(declaration, 'cssText', (self: CSSStyleDeclaration) => sheets.replaced(self.parentRule?.parentStyleSheet));

  const field = (self: Element) => {
    if (book.entry(self)) due.note('fields', self);
  };
  const input = window.HTMLInputElement.prototype;
  for (const key of ['value', 'valueAsNumber', 'valueAsDate']) set(input, key, field);
  set(input, 'checked', (self: HTMLInputElement) => {
    for (const one of alike(self)) field(one);
  });
  for (const key of ['stepUp', 'stepDown', 'setRangeText']) call(input, key, field);
  set(window.HTMLTextAreaElement.prototype, 'value', field);
  call(window.HTMLTextAreaElement.prototype, 'setRangeText', field);
  for (const key of ['value', 'selectedIndex']) set(window.HTMLSelectElement.prototype, key, field);
  set(window.HTMLOptionElement.prototype, 'selected', (self: Element) => {
    for (let at: Element | null = self; at; at = dom.around(at)) if (dom.tag(at) === 'select') return field(at);
  });

  call(window.Element.prototype, 'attachShadow', (self: Element) => {
    if (book.entry(self) && dom.shadow(self)) due.note('anew', self);
  });
  const adopts = (self: Node) => {
    if (book.entry(self)) due.note('roots', self);
  };
  // Also when it is only read: the list can be changed in place.
  for (const kind of [window.Document, window.ShadowRoot])
    watch(kind.prototype, 'adoptedStyleSheets', {
      get: (self) => adopts(self as Node),
      set: (self) => adopts(self as Node),
    });

  return () => {
    for (const undo of undos.reverse()) undo();
  };
}

/** The radio buttons of one group: ticking one clears the others. Itself alone for anything else. */
export function alike(field: HTMLInputElement): Element[] {
  if (field.type !== 'radio' || !field.name) return [field];
  const root = field.getRootNode() as Document;
  const all = root.querySelectorAll?.<HTMLInputElement>('input[type=radio]') ?? [];
  return [field, ...Array.from(all).filter((one) => one !== field && one.name === field.name)];
}
