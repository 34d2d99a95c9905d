import { createSecret } from '@theke/kit';
import type { EmbeddedPage, PagePrivacy } from '@theke/protocol';
import { type Here, readHello, readToInside } from '../say.ts';

/** What a page embedded in another needs, to answer when that one is shared. */
export interface AnswerPowers {
  window: Window;
  /** The site this page says it belongs to. */
  site: string;
  /** Asks our server who may ask, and what the site lets be seen; null: this page is not named by the site. */
  learn(): Promise<EmbeddedPage | null>;
  /** Fetches what tells of this page and begins; gives its undo. */
  open(port: MessagePort, firstId: number, privacy: PagePrivacy): Promise<() => void>;
  nowMs(): number;
}

// A page that asks in vain is not listened to for so long: no more requests than that for its sake.
const refusedMs = 30_000;

/**
 * Waits to be asked by the page around it; until then it does nothing but listen. Answers only the page right above it, only if our
 * server names that page's origin as one of the site's, and tells of itself only through the port it gave away for it. Gives its undo.
 */
export function waitToAnswer(powers: AnswerPowers): () => void {
  const { window } = powers;
  let end = () => {};
  let isBusy = false;
  let answered = '';
  let deafUntilMs = Number.NEGATIVE_INFINITY;

  function offer(to: Window, origin: string, nonce: string, privacy: PagePrivacy): void {
    end();
    const { port1, port2 } = new MessageChannel();
    const proof = createSecret();
    let undo: (() => void) | null = null;
    let begun = false;
    let ended = false;
    end = () => {
      ended = true;
      port1.close();
      undo?.();
      undo = null;
    };
    const mine = end;
    port1.onmessage = ({ data }) => {
      const said = readToInside(data);
      if (said?.step === 'bye') return mine();
      if (begun || said?.step !== 'begin' || said.proof !== proof) return;
      begun = true;
      powers.open(port1, said.firstId, privacy).then(
        (made) => {
          undo = made;
          if (ended) mine();
        },
        () => {
          port1.postMessage({ step: 'over' });
          mine();
        },
      );
    };
    const here: Here = { theke: 'here', nonce, proof };
    to.postMessage(here, { targetOrigin: origin, transfer: [port2] });
  }

  async function hear({ data, origin, source }: MessageEvent): Promise<void> {
    const hello = readHello(data);
    const { parent } = window;
    if (!hello || source !== parent || parent === window || hello.site !== powers.site) return;
    // Asked again before the answer came, or by somebody who repeats what they have heard.
    if (isBusy || hello.nonce === answered || powers.nowMs() < deafUntilMs) return;
    isBusy = true;
    const told = await powers.learn().catch(() => null);
    isBusy = false;
    if (!told?.origins.includes(origin)) {
      deafUntilMs = powers.nowMs() + refusedMs;
      return;
    }
    answered = hello.nonce;
    offer(parent, origin, hello.nonce, told.privacy);
  }

  const onMessage = (event: MessageEvent) => void hear(event);
  const onLeave = () => end();
  window.addEventListener('message', onMessage);
  window.addEventListener('pagehide', onLeave);
  return () => {
    window.removeEventListener('message', onMessage);
    window.removeEventListener('pagehide', onLeave);
    end();
  };
}
