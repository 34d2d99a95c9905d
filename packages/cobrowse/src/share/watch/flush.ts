import { plainUrl } from '@theke/rules';
import { change, eventType, type Mutation, type PageEvent, type PageFacts } from '../../events.ts';
import { scrubAttributes } from '../attributes.ts';
import { encode } from '../encode.ts';
import { type Sight, tellsScroll } from '../sight.ts';
import type { Entry } from './book.ts';
import type { Budget } from './budget.ts';
import type { Context } from './context.ts';
import { markOf, scrubText, topLayer } from './describe.ts';
import type { Fields } from './fields.ts';
import type { FullPen } from './pen.ts';
import { settle } from './settle.ts';
import type { Sheets } from './sheets.ts';
import type { Teller } from './tell.ts';

export interface FlushPowers {
  context: Context;
  teller: Teller;
  sheets: Sheets;
  fields: Fields;
  budget: Budget;
  pen: FullPen;
  /** Events that are due for other reasons: insides of frames, pictures of canvases. */
  extras(): Generator<void, void, boolean>;
  /** Notes what the browser has not told yet. */
  catchUp(): void;
  /** Something an agent would recognise an element by has changed. */
  onChanged(node: Node, names: Set<string> | null): void;
  /** Attributes were left for later. */
  onLeft(): void;
  /** What was sent is out of date as a whole. */
  onStale(): void;
}

/** Where the page is and through what the visitor looks at it, as it may leave. */
export function pageFacts(window: Window & typeof globalThis): PageFacts {
  const { innerWidth: width, innerHeight: height, visualViewport: seen } = window;
  const root = window.document.documentElement;
  const scrollbar = root ? Math.max(0, Math.round(width - root.clientWidth)) : 0;
  const dark = window.matchMedia?.('(prefers-color-scheme: dark)').matches;
  const facts: PageFacts = {
    href: plainUrl(window.location.href),
    width: Math.round(width),
    height: Math.round(height),
  };
  if (dark) facts.scheme = 'dark';
  if (scrollbar > 0 && scrollbar <= 40) facts.scrollbar = scrollbar;
  if (seen && seen.scale > 1.01)
    facts.zoom = {
      left: Math.round(seen.offsetLeft),
      top: Math.round(seen.offsetTop),
      scale: Math.round(seen.scale * 100) / 100,
    };
  return facts;
}

const line = (event: PageEvent) => `${encode(event)}\n`;

/**
 * Tells everything that is due, as it is now: compares what was told with what is there, for what was touched alone. However long
 * the way there was, only where it led goes out.
 */
export function* flush(powers: FlushPowers): Generator<void, void, boolean> {
  const { context, teller, sheets, pen } = powers;
  const { due } = context;
  do {
    powers.catchUp();
    if (due.isStorm || isStale(context)) return powers.onStale();
    const { after, head, isEmpty } = collect(powers);
    if (due.page) pen.write(line({ type: eventType.page, data: pageFacts(context.window) }));
    due.page = false;
    if (!isEmpty || teller.isBusy) {
      pen.write(head);
      yield* teller.additions();
      pen.write(']}}\n');
    }
    for (const event of after) pen.write(line(event));
    for (const event of yield* sheets.changes()) pen.write(line(event));
    for (const root of due.roots) {
      due.roots.delete(root);
      const event = yield* sheets.adopted(root as Document | ShadowRoot);
      if (event) pen.write(line(event));
    }
    yield* powers.extras();
    yield* pen.finish();
  } while (teller.isBusy);
}

/** Whether an element that was told would be seen otherwise now, or the whole document is another. */
function isStale({ due, book, eyes, window }: Context): boolean {
  if (due.children.has(window.document)) return true;
  const memo = new Map<Element, Sight>();
  for (const [element, names] of due.attributes) {
    const entry = book.entry(element);
    if (!entry || ![...names].some((name) => eyes.tells(name))) continue;
    if (markOf(eyes.see(element, memo)) !== entry.mark) return true;
  }
  return false;
}

/** What is due of nodes the other side has, read now; what is to be added is queued with the teller. */
function collect(powers: FlushPowers): { head: string; after: PageEvent[]; isEmpty: boolean } {
  const { context, teller, fields, onChanged } = powers;
  const { book, due, dom, eyes } = context;
  for (const [parent] of due.children) onChanged(parent, null);
  const { removes, runs } = settle(context);
  teller.queue(runs);
  const memo = new Map<Element, Sight>();
  const after: PageEvent[] = [];
  const attributes = changedAttributes(powers, memo);
  const texts: Mutation['texts'] = [];
  for (const node of due.texts) {
    const entry = book.entry(node);
    const around = entry && dom.around(node);
    if (!around) continue;
    const sight = eyes.see(around, memo);
    if (sight.place !== 'open') continue;
    const value = scrubText(context, node, around, sight);
    // Letters typed elsewhere are counted here and there: what looks the same is not told again.
    if (value !== entry.mark) texts.push({ id: entry.id, value });
    entry.mark = value;
    onChanged(node, null);
  }
  due.texts.clear();
  for (const element of due.fields) {
    const entry = book.entry(element);
    if (!entry) continue;
    attributes.push(...fields.choices(entry, memo));
    const data = fields.value(entry, memo);
    if (data) after.push({ type: eventType.change, data });
  }
  due.fields.clear();
  for (const node of due.scrolled) {
    const entry = book.entry(node);
    if (!entry) continue;
    if (dom.isElement(node) && !tellsScroll(dom.tag(node), eyes.see(node, memo))) continue;
    const { left, top } = scrollOf(context, node);
    after.push({
      type: eventType.change,
      data: { source: change.scroll, id: entry.id, x: Math.round(left), y: Math.round(top) },
    });
  }
  due.scrolled.clear();
  const head = encode({ type: eventType.change, data: { source: change.mutation, removes, texts, attributes } });
  return {
    head: `${head.slice(0, -2)},"adds":[`,
    after,
    isEmpty: removes.length + texts.length + attributes.length === 0,
  };
}

function scrollOf({ dom }: Context, node: Node): { left: number; top: number } {
  if (dom.kind(node) === 1) return dom.scroll(node as Element);
  const view = (node as Document).defaultView;
  return { left: view?.scrollX ?? 0, top: view?.scrollY ?? 0 };
}

function changedAttributes(powers: FlushPowers, memo: Map<Element, Sight>): Mutation['attributes'] {
  const { context, budget, onChanged } = powers;
  const { book, due, eyes } = context;
  const changed: Mutation['attributes'] = [];
  let isLeft = false;
  for (const [element, names] of due.attributes) {
    const entry = book.entry(element);
    if (entry && !budget.take(element)) {
      isLeft = true;
      continue;
    }
    due.attributes.delete(element);
    if (!entry) continue;
    const sight = eyes.see(element, memo);
    if (sight.place === 'away' || sight.place === 'gone') continue;
    const clean = readAttributes(context, entry, sight, names);
    onChanged(element, names);
    if (clean) changed.push({ id: entry.id, attributes: clean });
  }
  if (isLeft) powers.onLeft();
  return changed;
}

function readAttributes(
  context: Context,
  { node }: Entry,
  sight: Sight,
  names: Set<string>,
): Mutation['attributes'][number]['attributes'] | null {
  const { dom } = context;
  const element = node as Element;
  const tag = dom.tag(element);
  // Of these all or nothing is told, never one attribute.
  if (tag === 'link' || (tag === 'iframe' && !dom.isPlaced(element))) return null;
  const raw = Object.create(null) as Record<string, unknown>;
  for (const name of names)
    if (!(tag === 'iframe' && /^(src|srcdoc|name)$/.test(name))) raw[name] = dom.attribute(element, name);
  const clean = scrubAttributes(context, element, sight, raw);
  if (tag === 'dialog' && names.has('open'))
    clean.rr_open_mode = dom.matches(element, ':modal') ? 'modal' : 'non-modal';
  // What may leave no more is taken back.
  for (const name of Object.keys(raw)) {
    if (!(name in clean) && /^(id|class|style|src|srcset|href|alt|title|placeholder|aria-label|label)$/.test(name))
      clean[name] = null;
  }
  if (names.has('open') || names.has('popover'))
    Object.assign(clean, { 'theke-popover': null, ...topLayer(context, element) });
  return Object.keys(clean).length > 0 ? clean : null;
}
