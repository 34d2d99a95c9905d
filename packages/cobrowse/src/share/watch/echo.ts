import type { Sight } from '../sight.ts';
import type { Entry } from './book.ts';
import type { Context } from './context.ts';
import { describe, markOf } from './describe.ts';
import { type Clerk, type Pen, withCss } from './tell.ts';

/**
 * Tells once more what the other side has, from the book: the same tree, for somebody who joins. The page may change meanwhile;
 * what has is due, and is told to everybody afterwards. False: what stands there would have to be told otherwise now.
 */
export function* echo(
  context: Context,
  top: Entry,
  pen: Pen,
  clerk: Pick<Clerk, 'css'>,
  met: { frames: Entry[]; roots: Entry[] },
): Generator<void, boolean, boolean> {
  const { dom, due, eyes } = context;
  let memo = new Map<Element, Sight>();
  let paused = false;
  let isFirst = true;
  const rest: (Entry | 'close')[] = [top];

  /** Moved or gone since it was told: its removal is due, and what it says now is nobody's business. */
  const isAstray = ({ node, up }: Entry) => up !== null && dom.kind(node) !== 9 && dom.parent(node) !== up.node;

  for (let next = rest.pop(); next; next = rest.pop()) {
    if (paused) memo = new Map();
    paused = false;
    if (next === 'close') {
      pen.write(']}');
      isFirst = false;
      continue;
    }
    const entry = next;
    const { node, id } = entry;
    const isElement = dom.kind(node) === 1;
    if (!isFirst) pen.write(',');
    isFirst = false;
    if (isAstray(entry)) {
      // It may be back before it is settled; then it must be told anew.
      due.note('anew', node);
      const shadow = dom.kind(entry.up!.node) === 11 ? ',"isShadow":true' : '';
      pen.write(
        isElement
          ? `{"type":2,"id":${id},"tagName":"template","attributes":{},"childNodes":[]${shadow}}`
          : `{"type":3,"id":${id},"textContent":""${shadow}}`,
      );
      continue;
    }
    if (isElement && markOf(eyes.see(node as Element, memo)) !== entry.mark) return false;
    const told = describe(context, node, id, entry.depth, memo);
    if (!told) return false;
    // A text that changes just now: whatever it ends as is told to all.
    if (told.mark !== entry.mark) entry.mark = '\0';
    const text = clerk.css(entry);
    let css: string | null = null;
    if (text) {
      let step = text.next(false);
      for (; !step.done; step = text.next(false)) if (yield) paused = true;
      css = step.value;
    }
    const json = css === null ? told.json : withCss(told.json, css);
    if (!isElement && dom.kind(node) !== 9) {
      pen.write(`${json}}`);
    } else {
      pen.write(`${json},"childNodes":[`);
      rest.push('close');
      isFirst = true;
      const inner: Entry[] = [];
      if (isElement && dom.tag(node as Element) === 'iframe') {
        if (entry.first) met.frames.push(entry);
      } else {
        for (let child = entry.first; child; child = child.next) inner.push(child);
      }
      if (entry.shadow) met.roots.push(entry.shadow);
      if (!isElement) met.roots.push(entry);
      for (let child = entry.shadow?.first ?? null; child; child = child.next) inner.push(child);
      rest.push(...inner.reverse());
    }
    const pressing = pen.press();
    for (let step = pressing.next(false); !step.done; step = pressing.next(false)) if (yield) paused = true;
    if (yield) paused = true;
  }
  return true;
}
