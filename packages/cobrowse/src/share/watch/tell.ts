import type { Sight } from '../sight.ts';
import type { Entry } from './book.ts';
import type { Context } from './context.ts';
import { describe, type Told } from './describe.ts';
import { childrenOf, type Run } from './settle.ts';

/** Where what is told goes. */
export interface Pen {
  write(text: string): void;
  /** Takes what was written off our hands in pieces small enough to be interrupted between. */
  press(): Generator<void, void, boolean>;
}

/** What else is to be done about a node that has just been told. */
export interface Clerk {
  /** The text of its style sheet; null: none, or it follows as its children. */
  css(entry: Entry): Generator<void, string | null, boolean> | null;
  /** A frame is about to be told. */
  meets(frame: Element): void;
  /** An open shadow root is about to be told. */
  opens(root: ShadowRoot): void;
  told(entry: Entry, isInPicture: boolean): void;
}

/** A list of nodes on its way. */
interface Level {
  parent: Entry;
  nodes: Node[];
  at: number;
  /** The told neighbour they stand before. */
  next: Entry | null;
  /** In a picture: the parent's brackets close with it. */
  closes: boolean;
}

export interface Teller {
  /** Tells of a whole document, as JSON of one node in another. */
  picture(document: Node, up: Entry | null): Generator<void, void, boolean>;
  /** Tells of nodes one by one, as additions to told parents, until done or interrupted. */
  additions(): Generator<void, void, boolean>;
  queue(runs: readonly Run[]): void;
  readonly isBusy: boolean;
  clear(): void;
}

/** Makes a {@link Teller}: walks what is to be told, notes it in the book and writes it down, clean from the first letter. */
export function createTeller(context: Context, pen: Pen, clerk: Clerk): Teller {
  const { book, dom, due } = context;
  let waiting: Level[] = [];
  let isFirst = true;
  let memo = new Map<Element, Sight>();

  /** Whether an entry still stands where it was told to be. */
  function stands({ gone, node, up }: Entry): boolean {
    if (gone) return false;
    if (!up) return true;
    const kind = dom.kind(node);
    if (kind === 11) return dom.shadow(up.node as Element) === node;
    return kind === 9 ? dom.inside(up.node as Element) === node : dom.parent(node) === up.node;
  }

  const isCurrent = ({ parent, next }: Level) => stands(parent) && (!next || (!next.gone && next.up === parent));

  /** After an interruption: gives up whatever was moved meanwhile; what is left of it will be told when it is settled. */
  function recheck(levels: Level[], closing: () => void): void {
    memo = new Map();
    const broken = levels.findIndex((level) => !isCurrent(level));
    if (broken < 0) return;
    for (const level of levels.splice(broken).reverse()) {
      due.child(level.parent.node, null);
      if (level.closes) closing();
    }
  }

  function open(entry: Entry, told: Told, isNested: boolean): Level[] {
    const levels: Level[] = [];
    if (!told.isOpen) return levels;
    const add = (parent: Entry) => {
      const nodes = childrenOf(context, parent.node);
      const closes = isNested && levels.length === 0;
      if (nodes.length > 0) levels.push({ parent, nodes, at: 0, next: null, closes });
    };
    if (told.root) {
      clerk.opens(told.root);
      add(book.addShadow(told.root, entry));
    }
    // A frame's own children are for browsers without frames.
    if (dom.kind(entry.node) !== 1 || dom.tag(entry.node as Element) !== 'iframe') add(entry);
    return levels;
  }

  function enter(node: Node, up: Entry | null, next: Entry | null): { entry: Entry; told: Told } | null {
    if (dom.kind(node) === 1 && dom.tag(node as Element) === 'iframe') clerk.meets(node as Element);
    const told = describe(context, node, book.idFor(node), up ? up.depth + 1 : 0, memo);
    if (!told) return null;
    const entry = book.add(node, up, up && (next ? next.previous : up.last));
    entry.isOpen = told.isOpen;
    entry.isBox = told.isBox;
    entry.mark = told.mark;
    return { entry, told };
  }

  /** Goes on with levels until they are done. A picture survives interruptions; additions stop at one. */
  function* walk(levels: Level[], isNested: boolean): Generator<void, boolean, boolean> {
    let paused = false;
    const closing = () => {
      pen.write(']}');
      isFirst = false;
    };
    while (levels.length > 0) {
      if (paused) {
        if (!isNested) return false;
        recheck(levels, closing);
        paused = false;
        continue;
      }
      const level = levels[levels.length - 1]!;
      const node = level.nodes[level.at];
      level.at += 1;
      if (!node) {
        levels.pop();
        if (level.closes) closing();
        continue;
      }
      // Gone meanwhile.
      if (dom.parent(node) !== level.parent.node) continue;
      const elsewhere = book.entry(node);
      if (elsewhere) {
        // Told where it stood before: it is settled there and here.
        if (elsewhere.up !== level.parent) due.child(level.parent.node, node);
        continue;
      }
      const entered = enter(node, level.parent, level.next);
      if (!entered) continue;
      const { entry, told } = entered;
      const text = clerk.css(entry);
      let css: string | null = null;
      if (text) {
        let step = text.next(false);
        for (; !step.done; step = text.next(false)) if (yield) paused = true;
        css = step.value;
      }
      if (!isFirst) pen.write(',');
      isFirst = false;
      const json = css === null ? told.json : withCss(told.json, css);
      const isLeaf = dom.kind(node) !== 1;
      const inner = open(entry, told, isNested);
      if (isNested) {
        pen.write(isLeaf ? `${json}}` : `${json},"childNodes":[`);
        if (inner.length > 0) isFirst = true;
        else if (!isLeaf) closing();
      } else {
        const head = `{"parentId":${level.parent.id},"nextId":${level.next?.id ?? null},"node":${json}`;
        pen.write(isLeaf ? `${head}}}` : `${head},"childNodes":[]}}`);
      }
      levels.push(...inner);
      clerk.told(entry, isNested);
      const pressing = pen.press();
      for (let step = pressing.next(false); !step.done; step = pressing.next(false)) if (yield) paused = true;
      if (yield) paused = true;
    }
    return true;
  }

  return {
    *picture(document, up) {
      memo = new Map();
      const { entry, told } = enter(document, up, null)!;
      pen.write(`${told.json},"childNodes":[`);
      isFirst = true;
      const levels = open(entry, told, true);
      if (levels.length === 0) pen.write(']}');
      clerk.told(entry, true);
      yield* walk(levels, true);
    },
    queue(runs) {
      // Before what waits already: it may stand in for it.
      waiting.push(...runs.map(({ parent, nodes, next }) => ({ parent, nodes, at: 0, next, closes: false })).reverse());
    },
    *additions() {
      memo = new Map();
      isFirst = true;
      // What was moved since it was queued is settled elsewhere; its marks are there already.
      waiting = waiting.filter((level) => {
        if (isCurrent(level)) return true;
        due.child(level.parent.node, null);
        return false;
      });
      yield* walk(waiting, false);
    },
    get isBusy() {
      return waiting.length > 0;
    },
    clear() {
      waiting = [];
    },
  };
}

/** The JSON of a node with the text of its style sheet put in. */
export function withCss(json: string, css: string): string {
  const text = JSON.stringify(css);
  // Texts have it as their text; elements as an attribute.
  if (json.includes('"textContent":""')) return json.replace('"textContent":""', () => `"textContent":${text}`);
  const at = json.indexOf('"attributes":{') + '"attributes":{'.length;
  return `${json.slice(0, at)}"_cssText":${text}${json[at] === '}' ? '' : ','}${json.slice(at)}`;
}
