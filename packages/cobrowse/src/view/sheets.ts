import type { AddedRule, AdoptedChange, DeclarationChange, SheetRuleChange } from '../events.ts';

/** Where constructed sheets are adopted: a document or a shadow root. */
export type Root = Document | ShadowRoot;

/** The style sheets of one picture that are no elements' text: constructed ones, and what was changed rule by rule. */
export interface Sheets {
  /** A root that has come: gets our own rules, and what had been adopted for it. The one of a host that was moved, too. */
  dress(root: Root, id: number, own: readonly CSSStyleSheet[]): void;
  /** False: it speaks of a sheet nobody has told of. */
  adopt(event: AdoptedChange, root: Root | null, own: readonly CSSStyleSheet[]): boolean;
  /** False: there is no such sheet. `element`: the sheet's, when it belongs to one. */
  change(event: SheetRuleChange | DeclarationChange, element: CSSStyleSheet | null): boolean;
  /** Whether the sheet says something else than its element's text. */
  isChanged(sheet: CSSStyleSheet): boolean;
  /** Everything adopted, as it would have to be told again. */
  written(): AdoptedChange[];
  /** Every constructed sheet. */
  all(): CSSStyleSheet[];
}

// A rule that cannot be read here still takes its place: others are counted from it.
const noRule = '@media not all{}';
const maxSheets = 500;
const maxRoots = 5_000;

interface Rules {
  readonly cssRules: CSSRuleList;
  insertRule(rule: string, at?: number): number;
  deleteRule(at: number): void;
}

/** Goes down to the list of rules a place is in. */
function listAt(sheet: CSSStyleSheet, path: readonly number[]): { list: Rules; at: number } | null {
  let list = sheet as unknown as Rules;
  for (const step of path.slice(0, -1)) {
    list = list.cssRules[step] as unknown as Rules;
    if (!list?.cssRules) return null;
  }
  return { list, at: path.at(-1)! };
}

const pathOf = (index: number | number[]) => (typeof index === 'number' ? [index] : index);

function insert(sheet: CSSStyleSheet, { rule, index = 0 }: AddedRule): void {
  const place = listAt(sheet, pathOf(index));
  if (!place) return;
  const at = Math.min(place.at, place.list.cssRules.length);
  try {
    place.list.insertRule(rule, at);
  } catch {
    place.list.insertRule(noRule, at);
  }
}

function remove(sheet: CSSStyleSheet, index: number | number[]): void {
  const place = listAt(sheet, pathOf(index));
  if (place && place.at < place.list.cssRules.length) place.list.deleteRule(place.at);
}

function declare(sheet: CSSStyleSheet, event: DeclarationChange): void {
  const place = listAt(sheet, event.index);
  const rule = place?.list.cssRules[place.at] as CSSStyleRule | undefined;
  if (!rule?.style) return;
  if (event.set) rule.style.setProperty(event.set.property, event.set.value, event.set.priority);
  else if (event.remove) rule.style.removeProperty(event.remove.property);
}

const textOf = (sheet: CSSStyleSheet) => [...sheet.cssRules].map((rule) => rule.cssText);

/** Makes {@link Sheets} for one picture; `isThere`: whether a root with this number stands in it. */
export function createSheets(isThere: (id: number) => boolean): Sheets {
  // One constructed sheet per document it is adopted in: a document takes none of another.
  const made = new Map<number, Map<Window, CSSStyleSheet>>();
  const adopted = new Map<number, number[]>();
  const changed = new WeakSet<CSSStyleSheet>();

  function sheetFor(styleId: number, window: (Window & typeof globalThis) | null): CSSStyleSheet | null {
    const copies = made.get(styleId);
    if (!copies || !window) return null;
    const known = copies.get(window);
    if (known) return known;
    const sheet = new window.CSSStyleSheet();
    const first = [...copies.values()][0];
    for (const [index, rule] of (first ? textOf(first) : []).entries()) insert(sheet, { rule, index });
    copies.set(window, sheet);
    return sheet;
  }

  function wear(root: Root, styleIds: readonly number[], own: readonly CSSStyleSheet[]): boolean {
    const document = root.nodeType === 9 ? (root as Document) : root.ownerDocument!;
    const window = document.defaultView as (Window & typeof globalThis) | null;
    const sheets = styleIds.map((styleId) => sheetFor(styleId, window));
    const there = sheets.filter((sheet): sheet is CSSStyleSheet => sheet !== null);
    root.adoptedStyleSheets = [...own, ...new Set(there)];
    return there.length === sheets.length;
  }

  /** What nobody wears any more is forgotten when there is much of it. */
  function tidy(): void {
    if (adopted.size > maxRoots) for (const id of [...adopted.keys()]) if (!isThere(id)) adopted.delete(id);
    if (made.size <= maxSheets) return;
    const worn = new Set([...adopted.values()].flat());
    for (const styleId of made.keys()) if (!worn.has(styleId) && made.size > maxSheets) made.delete(styleId);
  }

  return {
    dress: (root, id, own) => void wear(root, adopted.get(id) ?? [], own),
    adopt(event, root, own) {
      const document = root && (root.nodeType === 9 ? (root as Document) : root.ownerDocument);
      const window = (document?.defaultView ?? null) as (Window & typeof globalThis) | null;
      for (const { styleId, rules } of event.styles ?? []) {
        if (made.has(styleId) || !window) continue;
        made.set(styleId, new Map());
        const sheet = sheetFor(styleId, window)!;
        for (const [index, { rule }] of rules.entries()) insert(sheet, { rule, index });
      }
      adopted.delete(event.id);
      adopted.set(event.id, event.styleIds);
      tidy();
      return root ? wear(root, event.styleIds, own) : true;
    },
    change(event, element) {
      const sheets = event.styleId === undefined ? [element] : [...(made.get(event.styleId)?.values() ?? [])];
      let found = false;
      for (const sheet of sheets) {
        if (!sheet) continue;
        found = true;
        changed.add(sheet);
        if (event.source === 13) declare(sheet, event);
        else {
          const whole = event.replaceSync ?? event.replace;
          if (whole !== undefined && event.styleId !== undefined) sheet.replaceSync(whole);
          for (const gone of event.removes ?? []) remove(sheet, gone.index);
          for (const added of event.adds ?? []) insert(sheet, added);
        }
      }
      return found;
    },
    isChanged: (sheet) => changed.has(sheet),
    written() {
      const told = new Set<number>();
      return [...adopted].flatMap(([id, styleIds]): AdoptedChange[] => {
        if (!isThere(id) || styleIds.length === 0) return [];
        const styles = styleIds.flatMap((styleId) => {
          const sheet = [...(made.get(styleId)?.values() ?? [])][0];
          if (!sheet || told.has(styleId)) return [];
          told.add(styleId);
          return { styleId, rules: textOf(sheet).map((rule) => ({ rule })) };
        });
        return [{ source: 15, id, styles, styleIds }];
      });
    },
    all: () => [...made.values()].flatMap((copies) => [...copies.values()]),
  };
}
