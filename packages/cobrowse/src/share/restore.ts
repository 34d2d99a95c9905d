/** Remembers what stands on the objects a recorder patches, so that afterwards every one of them is as before. */
export interface Fingerprint {
  /** Puts back what the recording changed and left changed. What the page itself changed meanwhile stays. */
  restore(): void;
  /** Call once the recorder has patched: only its own traces are undone later. */
  patched(): void;
}

type Place = readonly [object: object, key: string];

function places(window: Window & typeof globalThis): Place[] {
  const all: [unknown, string[]][] = [
    [window.CSSStyleSheet?.prototype, ['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replace', 'replaceSync']],
    [window.CSSGroupingRule?.prototype, ['insertRule', 'deleteRule']],
    [window.CSSMediaRule?.prototype, ['insertRule', 'deleteRule']],
    [window.CSSConditionRule?.prototype, ['insertRule', 'deleteRule']],
    [window.CSSSupportsRule?.prototype, ['insertRule', 'deleteRule']],
    [window.CSSStyleDeclaration?.prototype, ['setProperty', 'removeProperty']],
    [window.HTMLInputElement.prototype, ['value', 'checked']],
    [window.HTMLSelectElement.prototype, ['value', 'selectedIndex']],
    [window.HTMLTextAreaElement.prototype, ['value']],
    [window.HTMLOptionElement.prototype, ['selected']],
    [window.Element.prototype, ['attachShadow']],
    [window.customElements, ['define']],
    [window.document, ['adoptedStyleSheets']],
  ];
  return all.flatMap(([object, keys]) => (object ? keys.map((key): Place => [object as object, key]) : []));
}

const own = (object: object, key: string) => Object.getOwnPropertyDescriptor(object, key);

const same = (a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined) =>
  a === b || (a !== undefined && b !== undefined && a.value === b.value && a.get === b.get && a.set === b.set);

/** Takes the {@link Fingerprint} of a page before anything is patched. */
export function takeFingerprint(window: Window & typeof globalThis): Fingerprint {
  const before = places(window).map(([object, key]) => ({ object, key, was: own(object, key) }));
  let during: (PropertyDescriptor | undefined)[] = [];
  return {
    patched() {
      during = before.map(({ object, key }) => own(object, key));
    },
    restore() {
      before.forEach(({ object, key, was }, i) => {
        const now = own(object, key);
        if (same(now, was)) return;
        // Where the thing was inherited, the recorder leaves a copy of it on the object itself.
        const leftOver =
          was === undefined && now !== undefined && (object === window.document || object === window.customElements);
        if (!leftOver && !same(now, during[i])) return;
        if (was) Object.defineProperty(object, key, was);
        else Reflect.deleteProperty(object, key);
      });
    },
  };
}

/** Takes the recorder's own accessor off shadow roots; the inherited one is there again. */
export function restoreShadowRoots(roots: Iterable<ShadowRoot>): void {
  for (const root of roots) Reflect.deleteProperty(root, 'adoptedStyleSheets');
}
