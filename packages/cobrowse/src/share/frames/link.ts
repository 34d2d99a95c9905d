import { type Clock, createSecret } from '@theke/kit';
import { type FramePicture, readTold } from './check.ts';
import { createMeter } from './meter.ts';
import { type FromInside, type Hello, readFromInside, readHere, type ToInside } from './say.ts';

export interface LinkPowers {
  /** The window of the shared page: hears the answer. */
  window: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  /** The window inside the frame, as it is now. */
  inside(): Pick<Window, 'postMessage'> | null;
  /** The one origin that is spoken to and listened to. */
  origin: string;
  site: string;
  /** Nodes of the embedded page are numbered from above this. */
  firstId: number;
  clock: Clock;
  onPicture(picture: FramePicture): void;
  onChanges(lines: string[]): void;
  /** It ended by itself: nobody answered, or what came must not be. Everything is undone already. */
  onOver(why: 'silent' | 'bad' | 'ended'): void;
}

/** The way to one embedded page, from the first question to the end. */
export interface Link {
  /** A whole picture is needed. */
  ask(): void;
  close(): void;
}

// The other side's script comes when it comes; a page that does not answer in the end does not know us.
const helloMs = [0, 250, 750, 2_000, 5_000];
const answerMs = 10_000;

/**
 * Makes a {@link Link} and begins to ask. Nothing goes to another origin than the one, and nothing is taken but from that origin, from
 * that very frame, with the nonce of this question, once.
 */
export function createLink(powers: LinkPowers): Link {
  const { window, clock, origin, firstId } = powers;
  const nonce = createSecret();
  const meter = createMeter(clock);
  let port: MessagePort | null = null;
  let waiting: (() => void) | null = null;
  let count = 0;
  let asked = false;
  let root: number | undefined;
  let closed = false;

  const post = (said: ToInside) => port?.postMessage(said);

  function close(): void {
    if (closed) return;
    closed = true;
    window.removeEventListener('message', hear);
    waiting?.();
    post({ step: 'bye' });
    port?.close();
  }

  function over(why: Parameters<LinkPowers['onOver']>[0]): void {
    if (closed) return;
    close();
    powers.onOver(why);
  }

  function call(times: number): void {
    if (times === helloMs.length) {
      waiting = clock.after(answerMs, () => over('silent'));
      return;
    }
    waiting = clock.after(helloMs[times]!, () => {
      const hello: Hello = { theke: 'hello', site: powers.site, nonce };
      powers.inside()?.postMessage(hello, origin);
      call(times + 1);
    });
  }

  function hear(event: MessageEvent): void {
    const here = readHere(event.data);
    // Whoever else says so is not the one that was asked; said twice, it is not heard.
    if (port || event.origin !== origin || event.source !== powers.inside() || here?.nonce !== nonce) return;
    if (event.ports.length !== 1) return;
    port = event.ports[0]!;
    port.onmessage = ({ data }) => take(readFromInside(data));
    waiting?.();
    waiting = clock.after(answerMs, () => over('silent'));
    asked = true;
    post({ step: 'begin', proof: here.proof, firstId });
  }

  function take(said: FromInside | null): void {
    if (closed) return;
    if (said?.step === 'over') {
      over('ended');
      return;
    }
    const isAllowed = said?.n === count && meter.take(said.text.length, { whole: said.whole, asked });
    const read = isAllowed ? readTold(said.text, said.whole, firstId, root) : null;
    if (!read || (root === undefined && !read.picture)) {
      over('bad');
      return;
    }
    count += 1;
    if (read.picture) {
      waiting?.();
      asked = false;
      root = read.picture.node.id;
      powers.onPicture(read.picture);
    } else powers.onChanges(read.lines);
    post({ step: 'took' });
  }

  window.addEventListener('message', hear);
  call(0);
  return {
    ask() {
      if (closed || asked || !port) return;
      asked = true;
      post({ step: 'picture' });
    },
    close,
  };
}
