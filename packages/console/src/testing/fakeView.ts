import { signal } from '@preact/signals-core';
import type {
  Box,
  Found,
  OpenField,
  PageView,
  Playback,
  ReachPowers,
  ViewDoor,
  ViewQuality,
} from '../desk/viewDoor.ts';

const picture = `<!doctype html><html lang="en"><head><title>Checkout</title><style>
body{margin:0;font:15px system-ui;color:#23303a;background:#f4f1ea}header{display:flex;gap:32px;padding:20px 48px;background:#20403a;color:#fff;font-weight:600}
main{display:grid;grid-template-columns:1fr 320px;gap:48px;padding:36px 48px}h1{font-size:28px;margin:0 0 20px}label{display:block;margin-bottom:14px}
input{display:block;width:100%;box-sizing:border-box;padding:10px;border:1px solid #b9b2a4;border-radius:6px;background:#fff;margin-top:4px}aside{background:#fff;border-radius:12px;padding:20px;height:fit-content}
b{float:right}.b{margin-top:10px;display:inline-block;background:#c2571a;color:#fff;padding:12px 26px;border-radius:8px}</style></head><body><header><span>Wetterfest</span><span>Coats</span><span>Boots</span><span>Hats</span></header>
<main><section><h1>Checkout</h1><label>Name<input value="████ ██████"></label><label>Street<input value="██████████ ████"></label><label>Town<input value="████ ██████"></label><label>Card<input value="████"></label><span class="b">Order now</span></section>
<aside><p>Raincoat Fjord <b>189.00 €</b></p><p>Rain hat Drizzle ×2 <b>45.80 €</b></p><p>Total <b>234.80 €</b></p></aside></main></body></html>`;

const size = { width: 1280, height: 720 };
// Where the street stands in the picture above, and the button.
const street: Box = { left: 48, top: 242, width: 816, height: 40 };
const order: Box = { left: 48, top: 449, width: 130, height: 43 };
const inside = (box: Box, x: number, y: number) =>
  x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

/** The node under which the fake page's street, and its order button, are known. */
export const fakeNodes = { street: 4_001, order: 4_002 };

/** An open field whose other side is the test. */
export function createFakeField(more: Partial<OpenField> = {}) {
  const acts: string[] = [];
  const text = signal('Am Hafen 4');
  const caret = signal({ start: 10, end: 10 });
  const visitorCaret = signal<{ start: number; end: number } | null>(null);
  const locked = signal<'busy' | 'closed' | null>(null);
  const open: OpenField = {
    node: fakeNodes.street,
    kind: 'text',
    mode: 'open',
    text,
    locked,
    visitorCaret,
    caret,
    write(next, at) {
      acts.push(next === text.peek() ? `caret ${at}` : `write ${next}`);
      text.value = next;
      caret.value = { start: at, end: at };
    },
    put: (next) => {
      acts.push(`put ${next}`);
      text.value = next;
    },
    pick: (options) => void acts.push(`pick ${options.join(',')}`),
    tick: (on) => void acts.push(`tick ${on}`),
    leave: () => void acts.push('leave'),
    ...more,
  };
  return { open, acts, text, caret, visitorCaret, locked };
}

/** A view without a recorder behind it: a page of its own, for screens and their tests. */
export function createFakeView() {
  const state = signal<PageView['state']['value']>({ phase: 'waiting' });
  const quality = signal<ViewQuality>({ lagMs: 60, dropped: 0, pictures: 1, bad: 0, rate: 12_300 });
  const range = signal<{ fromMs: number; toMs: number } | null>({ fromMs: 0, toMs: 180_000 });
  const at = signal<number | null>(null);
  const field = signal<OpenField | null>(null);
  const details = { label: 'Street', type: 'text', options: ['Germany', 'Austria', 'Switzerland'], multiple: false };
  const calls: string[] = [];
  const fake = {
    state,
    quality,
    range,
    at,
    field,
    details,
    calls,
    /** What the desk gave the last reach: the test refuses through it. */
    reach: null as ReachPowers | null,
    may: { control: false, fill: false },
    playback: null as (Playback & { parts: number }) | null,
    /** Opens a field, as a click on it does. */
    openField(more: Partial<OpenField> = {}) {
      const made = createFakeField(more);
      field.value = made.open;
      Object.assign(fake, { opened: made });
      return made;
    },
  };

  const foundAt = (x: number, y: number): Found | null => {
    if (inside(street, x, y)) {
      return { node: fakeNodes.street, label: 'input Street', box: street, rx: 0, ry: 0, field: 'text', tag: 'input' };
    }
    if (inside(order, x, y)) {
      return { node: fakeNodes.order, label: 'span Order now', box: order, rx: 0, ry: 0, field: null, tag: 'span' };
    }
    if (y <= 120) return null;
    const box = { left: Math.max(0, x - 60), top: y - 12, width: 120, height: 24 };
    return { node: Math.round(x), label: 'label Street', box, rx: 0.5, ry: 0.5, field: null, tag: 'label' };
  };

  const frameIn = (mount: HTMLElement, title: string) => {
    const frame = mount.ownerDocument.createElement('iframe');
    frame.title = title;
    frame.setAttribute('sandbox', '');
    frame.srcdoc = picture;
    Object.assign(frame.style, { width: '1280px', height: '720px', transformOrigin: '0 0', border: '0' });
    mount.append(frame);
    const fit = () => {
      frame.style.transform = `scale(${Math.min(1, mount.clientWidth / size.width)})`;
    };
    const watch = new ResizeObserver(fit);
    watch.observe(mount);
    return () => {
      watch.disconnect();
      frame.remove();
    };
  };

  const door: ViewDoor = {
    startView({ mount, frameTitle, wantPicture }) {
      const undo = frameIn(mount, frameTitle);
      wantPicture();
      state.value = { phase: 'live' };
      return {
        state,
        size: signal(size),
        pageUrl: signal('https://wetterfest.example/en/checkout'),
        quality,
        rewind: {
          range,
          at,
          seek(ms) {
            at.value = ms;
            calls.push(`seek ${ms}`);
          },
          play: (on) => void calls.push(`play ${on}`),
          live() {
            at.value = null;
            calls.push('live');
          },
        },
        take: () => calls.push('take'),
        gap(why) {
          state.value = { phase: 'gap', why };
        },
        pointer: () => {},
        nodeAt: foundAt,
        boxOf(node) {
          if (node === fakeNodes.street) return street;
          return node === fakeNodes.order ? order : { left: node - 60, top: 348, width: 120, height: 24 };
        },
        detailsOf: () => details,
        scrollerAt: () => ({ node: null, left: 0, top: 0, maxLeft: 0, maxTop: 900 }),
        look: (on) => void calls.push(`look ${on}`),
        lookBy(dx, dy) {
          calls.push(`lookBy ${dx} ${dy}`);
          return { node: null, left: 0, top: dy };
        },
        ended() {
          state.value = { phase: 'ended' };
        },
        close() {
          undo();
          calls.push('close');
        },
      };
    },
    createReach(powers) {
      fake.reach = powers;
      return {
        async click(x, y) {
          calls.push(`click ${foundAt(x, y)?.node}`);
          if (fake.may.fill && foundAt(x, y)?.field) fake.openField();
        },
        wheel: (_x, _y, dx, dy) => void calls.push(`wheel ${dx} ${dy}`),
        key: async (key) => void calls.push(`key ${key}`),
        async navigate(url) {
          calls.push(`navigate ${url}`);
          return true;
        },
        back: async () => void calls.push('back'),
        may: fake.may,
        field,
        told: () => calls.push('told'),
        close() {
          field.value = null;
          calls.push('reach closed');
        },
      };
    },
    playRecording({ mount, frameTitle, parts }) {
      const undo = frameIn(mount, frameTitle);
      const position = signal(0);
      const playing = signal(false);
      const playback = {
        parts: 0,
        position,
        duration: signal(180_000),
        playing,
        size: signal(size),
        loaded: signal('loading' as const),
        speed: (times: number) => void calls.push(`speed ${times}`),
        play() {
          playing.value = true;
        },
        pause() {
          playing.value = false;
        },
        seek(ms: number) {
          position.value = ms;
        },
        close: undo,
      };
      fake.playback = playback;
      void (async () => {
        for await (const part of parts) playback.parts += part.chunk.bytes.byteLength > 0 ? 1 : 0;
      })();
      return playback;
    },
  };
  return Object.assign(fake, { door });
}
