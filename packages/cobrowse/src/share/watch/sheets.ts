import { change, type PageEvent } from '../../events.ts';
import { scrubSheetChange } from '../scrubSheet.ts';
import type { Entry } from './book.ts';
import type { Context } from './context.ts';
import { cleanRules, cleanText, isAsWritten, rulesOf } from './cssText.ts';

type Slow<T> = Generator<void, T, boolean>;

/** A style sheet the other side has: of an element, or made by script and known by a number. */
interface Known {
  entry: Entry | null;
  styleId: number;
  /** Being read: what changes now may or may not be in what was read. */
  isReading: boolean;
  isStale: boolean;
}

interface Step {
  sheet: CSSStyleSheet;
  known: Known;
  raw: Record<string, unknown>;
}

export interface Sheets {
  /** For a told `style` or `link`, and for texts in a `style`: what stands in it now, if it must be told with the node. */
  css(entry: Entry): Slow<string | null> | null;
  /** Takes note of what the sheets of a document or shadow root ask for, before what they style is told. */
  learn(root: Document | ShadowRoot): Slow<void>;
  /** Whether the text in this `style` is not what holds: script has changed the rules. */
  isByRules(entry: Entry): boolean;
  /** Script inserted, deleted or changed one rule. `raw` is checked and cleaned before it leaves. */
  changed(sheet: CSSStyleSheet | null | undefined, raw: Record<string, unknown>): void;
  /** Script changed more of it than is worth telling step by step. */
  replaced(sheet: CSSStyleSheet | null | undefined): void;
  /** Everything that changed in told sheets since it was last asked. */
  changes(): Slow<PageEvent[]>;
  /** The sheets a told root has adopted, if they are others than told. */
  adopted(root: Document | ShadowRoot): Slow<PageEvent | null>;
  /** The same for somebody who has none of it: everything each told root has adopted. */
  adoptedAgain(roots: Iterable<Entry>): Slow<PageEvent[]>;
  /** While somebody is told anew what others have, no step is told as a step: nobody knows on which side of it they are. */
  hold(on: boolean): void;
  clear(): void;
}

// More single steps than this between two looks: the sheet is told anew.
const maxSteps = 400;

const isOpen = (entry: Entry): boolean => entry.mark.split(' ')[1] === 'open';

/** Makes {@link Sheets}: style sheets as they are, also where script changed them behind their text. */
export function createSheets(context: Context, readAdopted: (root: Node) => readonly CSSStyleSheet[]): Sheets {
  const { dom, style, due, window } = context;
  const byRules = new WeakSet<Entry>();
  const styleIds = new WeakMap<CSSStyleSheet, number>();
  const learned = new WeakSet<CSSStyleSheet>();
  let lastStyleId = context.firstId ?? 0;
  let known = new WeakMap<CSSStyleSheet, Known>();
  let told = new WeakMap<Entry, string>();
  let toldIds = new Set<number>();
  let stale = new Map<CSSStyleSheet, Known>();
  let steps: Step[] = [];
  let isHeld = false;

  const sheetOf = (element: Node) => (element as HTMLStyleElement).sheet ?? null;

  function keep(sheet: CSSStyleSheet, entry: Entry | null, styleId: number): Known {
    const one = { entry, styleId, isReading: true, isStale: false };
    known.set(sheet, one);
    return one;
  }

  function* ofStyle(entry: Entry): Slow<string | null> {
    const sheet = sheetOf(entry.node);
    if (!sheet) return null;
    const one = keep(sheet, entry, 0);
    let text = '';
    for (let node = dom.first(entry.node); node; node = dom.next(node))
      if (dom.kind(node) === 3) text += dom.text(node);
    const asWritten = yield* isAsWritten(window, sheet, text);
    const rules = asWritten ? null : yield* cleanRules(style, sheet, context.base());
    one.isReading = false;
    if (rules) byRules.add(entry);
    return rules?.join('\n') ?? null;
  }

  function* ofLink(entry: Entry): Slow<string | null> {
    const sheet = sheetOf(entry.node);
    if (!sheet || !rulesOf(sheet)) return null;
    const one = keep(sheet, entry, 0);
    const rules = yield* cleanRules(style, sheet, context.base());
    one.isReading = false;
    return rules.join('\n');
  }

  function* ofText(entry: Entry): Slow<string> {
    return entry.up && byRules.has(entry.up) ? '' : yield* cleanText(style, dom.text(entry.node));
  }

  /** Imported sheets are told as part of what imports them. */
  function outermost(sheet: CSSStyleSheet): { sheet: CSSStyleSheet; isImported: boolean } {
    const parent = sheet.ownerRule?.parentStyleSheet;
    return parent ? { sheet: outermost(parent).sheet, isImported: true } : { sheet, isImported: false };
  }

  function replaced(sheet: CSSStyleSheet | null | undefined): void {
    if (!sheet) return;
    const top = outermost(sheet).sheet;
    const one = known.get(top);
    if (!one) return;
    if (one.entry) {
      if (!one.entry.gone) due.note('anew', one.entry.node);
    } else {
      stale.set(top, one);
      due.note('roots', window.document);
    }
  }

  function* learnSheet(sheet: CSSStyleSheet): Slow<void> {
    if (learned.has(sheet)) return;
    learned.add(sheet);
    for (let at = 0; ; at += 1) {
      const rule = rulesOf(sheet)?.[at];
      if (!rule) return;
      if ('styleSheet' in rule && rule.styleSheet) yield* learnSheet(rule.styleSheet as CSSStyleSheet);
      style.learn(rule.cssText, sheet.href ?? undefined);
      yield;
    }
  }

  const adoptedBy = (root: Node) => readAdopted(root).filter((sheet) => !sheet.disabled);

  function numberOf(sheet: CSSStyleSheet): number {
    const id = styleIds.get(sheet) ?? lastStyleId + 1;
    lastStyleId = Math.max(lastStyleId, id);
    styleIds.set(sheet, id);
    return id;
  }

  function* adoption(entry: Entry, sheets: readonly CSSStyleSheet[], had: Set<number>): Slow<PageEvent> {
    const styles: { styleId: number; rules: { rule: string; index: number }[] }[] = [];
    for (const sheet of sheets) {
      const styleId = numberOf(sheet);
      if (had.has(styleId)) continue;
      had.add(styleId);
      const one = keep(sheet, null, styleId);
      const rules = yield* cleanRules(style, sheet, context.base());
      one.isReading = false;
      styles.push({ styleId, rules: rules.map((rule, index) => ({ rule, index })) });
    }
    return { type: 3, data: { source: change.adopted, id: entry.id, styles, styleIds: sheets.map(numberOf) } };
  }

  return {
    css(entry) {
      if (dom.kind(entry.node) === 3) {
        const { up } = entry;
        return up && dom.kind(up.node) === 1 && dom.tag(up.node as Element) === 'style' ? ofText(entry) : null;
      }
      if (dom.kind(entry.node) !== 1 || !isOpen(entry)) return null;
      const tag = dom.tag(entry.node as Element);
      return tag === 'style' ? ofStyle(entry) : tag === 'link' ? ofLink(entry) : null;
    },
    *learn(root) {
      for (const sheet of [...root.styleSheets, ...readAdopted(root)]) yield* learnSheet(sheet);
    },
    isByRules: (entry) => byRules.has(entry),
    changed(sheet, raw) {
      if (!sheet) return;
      const top = outermost(sheet);
      const one = known.get(top.sheet);
      if (!one || one.isStale || one.entry?.gone) return;
      if (one.isReading || isHeld || top.isImported || steps.length > maxSteps) return replaced(sheet);
      steps.push({ sheet, known: one, raw });
      due.note('roots', window.document);
    },
    replaced,
    *changes() {
      const events: PageEvent[] = [];
      const taken = steps;
      const whole = stale;
      steps = [];
      stale = new Map();
      for (const { sheet, known: one, raw } of taken) {
        const { entry, styleId } = one;
        // Replaced as a whole after all, or gone with its element, or the element has another sheet by now.
        if (whole.has(sheet) || (entry && (entry.gone || sheetOf(entry.node) !== sheet))) continue;
        const data = scrubSheetChange(style, { ...raw, ...(entry ? { id: entry.id } : { styleId }) }, () => true);
        if (data) events.push({ type: 3, data });
      }
      for (const [sheet, one] of whole) {
        one.isReading = true;
        const rules = yield* cleanRules(style, sheet, context.base());
        one.isReading = false;
        const { styleId } = one;
        events.push({ type: 3, data: { source: change.sheetRule, styleId, replaceSync: rules.join('\n') } });
      }
      return events;
    },
    *adopted(root) {
      const entry = context.book.entry(root);
      if (!entry) return null;
      const sheets = adoptedBy(root);
      const ids = sheets.map(numberOf).join();
      // Kept by entry, not by root: a host told anew has lost its sheets.
      if ((told.get(entry) ?? '') === ids) return null;
      told.set(entry, ids);
      return yield* adoption(entry, sheets, toldIds);
    },
    *adoptedAgain(entries) {
      const events: PageEvent[] = [];
      const again = new Set<number>();
      for (const entry of entries) {
        const sheets = told.get(entry) ? adoptedBy(entry.node) : [];
        if (sheets.length > 0) events.push(yield* adoption(entry, sheets, again));
      }
      return events;
    },
    hold(on) {
      isHeld = on;
    },
    clear() {
      known = new WeakMap();
      told = new WeakMap();
      toldIds = new Set();
      stale = new Map();
      steps = [];
      isHeld = false;
    },
  };
}
