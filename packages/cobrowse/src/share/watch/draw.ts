import { change, eventType } from '../../events.ts';
import { encode } from '../encode.ts';
import type { Entry } from './book.ts';
import type { Context } from './context.ts';
import { echo } from './echo.ts';
import { pageFacts } from './flush.ts';
import type { FullPen } from './pen.ts';
import type { Sheets } from './sheets.ts';
import type { Teller } from './tell.ts';

const pageLine = (context: Context) => `${encode({ type: eventType.page, data: pageFacts(context.window) })}\n`;
const pictureHead = `{"type":${eventType.picture},"data":{"node":`;
const offsetTail = ({ scrollX, scrollY }: Window) =>
  `,"initialOffset":${encode({ left: Math.round(scrollX), top: Math.round(scrollY) })}}}\n`;
const frameHead = (frame: Entry) =>
  `{"type":${eventType.change},"data":{"source":${change.mutation},"isFrame":true,"removes":[],"texts":[],"attributes":[],` +
  `"adds":[{"parentId":${frame.id},"nextId":null,"node":`;
const frameTail = '}]}}\n';

/** Writes down the documents inside frames that were told without. */
export function* drawFrames(
  waiting: () => { document: Document; entry: Entry }[],
  teller: Teller,
  pen: FullPen,
): Generator<void, void, boolean> {
  for (let next = waiting(); next.length > 0; next = waiting()) {
    for (const { document, entry } of next) {
      if (entry.gone) continue;
      pen.write(frameHead(entry));
      yield* teller.picture(document, entry);
      pen.write(frameTail);
    }
  }
}

/** Writes down the whole page as it is, from nothing. What changes meanwhile is due afterwards. */
export function* drawPicture(
  context: Context,
  sheets: Sheets,
  teller: Teller,
  pen: FullPen,
  frames: () => { document: Document; entry: Entry }[],
): Generator<void, void, boolean> {
  const { window, due } = context;
  yield* sheets.learn(window.document);
  pen.write(pageLine(context));
  pen.write(pictureHead);
  yield* teller.picture(window.document, null);
  pen.write(offsetTail(window));
  yield* drawFrames(frames, teller, pen);
  for (const root of due.roots) {
    due.roots.delete(root);
    const event = yield* sheets.adopted(root as Document | ShadowRoot);
    if (event) pen.write(`${encode(event)}\n`);
  }
  yield* pen.finish();
}

/** Writes down what the other side has, for somebody new. False: it is out of date. */
export function* drawAgain(context: Context, sheets: Sheets, pen: FullPen): Generator<void, boolean, boolean> {
  const { book, window } = context;
  const met = { frames: [] as Entry[], roots: [] as Entry[] };
  if (!book.top) return false;
  pen.write(pageLine(context));
  pen.write(pictureHead);
  if (!(yield* echo(context, book.top, pen, sheets, met))) return false;
  pen.write(offsetTail(window));
  // Grows while it is walked: frames stand in frames.
  for (const frame of met.frames) {
    if (!frame.first) continue;
    pen.write(frameHead(frame));
    if (!(yield* echo(context, frame.first, pen, sheets, met))) return false;
    pen.write(frameTail);
  }
  for (const event of yield* sheets.adoptedAgain(met.roots)) pen.write(`${encode(event)}\n`);
  yield* pen.finish();
  return true;
}
