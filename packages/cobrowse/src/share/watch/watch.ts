import { createCleanup } from '@theke/kit';
import { eventType } from '../../events.ts';
import { assemble } from './assemble.ts';
import { createBook } from './book.ts';
import { createBudget, refillMs } from './budget.ts';
import type { Context } from './context.ts';
import { drawAgain, drawFrames, drawPicture } from './draw.ts';
import { createDue } from './due.ts';
import { createFields } from './fields.ts';
import { flush } from './flush.ts';
import { createListener } from './listen.ts';
import { createPen } from './pen.ts';
import { createTurns } from './turns.ts';
import type { Watch, WatchPowers } from './watching.ts';

const againMs = 1_000;
const checkMs = 3_000;

/** Starts watching. Patches, listeners and observers are in place when this returns, and gone after `stop`. */
export function startWatch(powers: WatchPowers): Watch {
  const { window, clock, slices, ring, dom, foreign } = powers;
  const cleanup = createCleanup();
  const book = createBook(powers.firstId);
  let state: 'idle' | 'drawing' | 'waiting' | 'live' | 'echo' = 'idle';
  let push: (text: string) => void = () => {};
  let pictures = 0;
  let edition = 0;
  let lastOwnMs = Number.NEGATIVE_INFINITY;
  let driftedMs = Number.NEGATIVE_INFINITY;
  let shownHref = '';
  let waiting: (() => void) | null = null;
  let checking: (() => void) | null = null;
  let isCheckDue = false;
  let latecomers = new Set<string>();

  const wake = () => powers.stream().wake();
  const due = createDue(() => {
    wake();
    checking ??= clock.after(checkMs, () => {
      isCheckDue = true;
      wake();
    });
  });
  const context: Context = { ...powers, book, due, wake };
  const pen = createPen((text) => push(text));
  const parts = assemble(context, pen, powers);
  const { observer, sheets, teller, stills, frames } = parts;
  const fields = createFields(context);
  const budget = createBudget(clock);
  const turns = createTurns(slices, observer.catchUp, powers.trouble);

  cleanup.add(() => {
    waiting?.();
    checking?.();
    turns.drop();
  });
  cleanup.add(parts.stop);
  const listener = createListener(window, {
    onPage() {
      due.page = true;
      wake();
    },
    onReturn: picture,
  });
  listener.begin();
  cleanup.add(listener.stop);

  function reset(next: typeof state): void {
    if (due.count > 0 || due.isStorm || teller.isBusy) ring.noteAll();
    state = next;
    waiting?.();
    waiting = null;
    turns.drop();
    pen.clear();
    teller.clear();
    due.clear();
    book.clear();
    sheets.clear();
    latecomers = new Set();
  }

  function catchUp(): void {
    observer.catchUp();
    if (window.location.href !== shownHref) due.page = true;
    shownHref = window.location.href;
    // After `document.open` nobody listens any more.
    for (const parent of due.children.keys()) if (dom.kind(parent) === 9) observer.watch(parent as Document);
    if (due.children.has(window.document)) listener.begin();
  }

  function hasDrifted(): boolean {
    if (powers.eyes.edition !== edition) return true;
    if (clock.elapsed() - driftedMs < againMs) return false;
    driftedMs = clock.elapsed();
    return powers.eyes.drifted();
  }

  const flushing = () =>
    flush({
      context,
      teller,
      sheets,
      fields,
      budget,
      pen,
      catchUp,
      *extras() {
        yield* drawFrames(frames.waiting, teller, pen);
        for (const line of [...stills.take(), ...powers.captured.take(), ...(foreign?.take() ?? [])]) pen.write(line);
      },
      onChanged: ring.note,
      onLeft: () => void clock.after(refillMs, wake),
      onStale: stale,
    });

  function picture(): void {
    turns.interrupt(() => {
      if (cleanup.done) return;
      reset('drawing');
      const draft = powers.stream().draft();
      push = draft.write;
      shownHref = window.location.href;
      turns.begin(drawPicture(context, sheets, teller, pen, frames.waiting), () => {
        state = 'live';
        pictures += 1;
        edition = powers.eyes.edition;
        frames.sweep();
        draft.send();
        retell();
        if (due.count > 0 || due.isStorm || due.page) wake();
      });
    });
  }

  function stale(): void {
    turns.interrupt(() => {
      if (state === 'waiting' || cleanup.done) return;
      powers.stream().drop();
      reset('waiting');
      ring.noteAll();
      const dueMs = lastOwnMs + againMs - clock.elapsed();
      lastOwnMs = clock.elapsed() + Math.max(0, dueMs);
      if (dueMs <= 0) picture();
      else waiting = clock.after(dueMs, picture);
    });
  }

  /** What is told beside the tree is to be told once more. */
  function retell(): void {
    stills.again();
    foreign?.again();
  }

  function again(viewers: readonly string[]): void {
    state = 'echo';
    const draft = powers.stream().draft();
    let isCurrent = false;
    sheets.hold(true);
    function* steps() {
      isCurrent = yield* drawAgain(context, sheets, createPen(draft.write));
    }
    turns.begin(steps(), () => {
      if (!isCurrent) return picture();
      sheets.hold(false);
      state = 'live';
      for (const line of powers.captured.all()) draft.write(line);
      draft.sendOnly(viewers);
      retell();
    });
  }

  function fill(write: (text: string) => void): boolean {
    if (state !== 'live') return true;
    if (hasDrifted()) {
      stale();
      return true;
    }
    push = write;
    if (!turns.go(flushing)) return false;
    // It may have found that a picture is due.
    if ((state as string) !== 'live') return true;
    frames.sweep();
    if (isCheckDue) {
      isCheckDue = false;
      checking = null;
      write(`{"type":${eventType.check},"data":{"nodes":${book.nodes},"sum":${book.sum}}}\n`);
    }
    if (latecomers.size > 0) {
      const viewers = [...latecomers];
      latecomers = new Set();
      again(viewers);
    }
    return true;
  }

  return {
    book,
    get pictures() {
      return pictures;
    },
    isDue(is) {
      observer.catchUp();
      if (due.isStorm) return true;
      for (const node of [...due.children.keys(), ...due.texts, ...due.anew]) if (is(node, null)) return true;
      for (const [element, names] of due.attributes) if (is(element, names)) return true;
      return false;
    },
    picture,
    stale,
    late(viewers) {
      if (state === 'drawing' || state === 'waiting' || !powers.stream().isWhole) return;
      for (const viewer of viewers) latecomers.add(viewer);
      wake();
    },
    fill,
    pause: () =>
      turns.interrupt(() => {
        foreign?.rest();
        reset('idle');
        powers.stream().drop();
      }),
    stop: cleanup.run,
  };
}
