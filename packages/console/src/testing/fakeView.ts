import { signal } from '@preact/signals-core';
import type { StartView } from '../desk/viewDoor.ts';

const picture = `<!doctype html><html lang="en"><head><title>Checkout</title><style>
body{margin:0;font:15px system-ui;color:#23303a;background:#f4f1ea}header{display:flex;gap:32px;padding:20px 48px;background:#20403a;color:#fff;font-weight:600}
main{display:grid;grid-template-columns:1fr 320px;gap:48px;padding:36px 48px}h1{font-size:28px;margin:0 0 20px}label{display:block;margin-bottom:14px}
input{display:block;width:100%;box-sizing:border-box;padding:10px;border:1px solid #b9b2a4;border-radius:6px;background:#fff;margin-top:4px}aside{background:#fff;border-radius:12px;padding:20px;height:fit-content}
b{float:right}.b{margin-top:10px;display:inline-block;background:#c2571a;color:#fff;padding:12px 26px;border-radius:8px}</style></head><body><header><span>Wetterfest</span><span>Coats</span><span>Boots</span><span>Hats</span></header>
<main><section><h1>Checkout</h1><label>Name<input value="████ ██████"></label><label>Street<input value="██████████ ████"></label><label>Town<input value="████ ██████"></label><label>Card<input value="████"></label><span class="b">Order now</span></section>
<aside><p>Raincoat Fjord <b>189.00 €</b></p><p>Rain hat Drizzle ×2 <b>45.80 €</b></p><p>Total <b>234.80 €</b></p></aside></main></body></html>`;

/** A view without a recorder behind it: a page of its own, for screens and their tests. */
export function createFakeView() {
  const state = signal<ReturnType<StartView>['state']['value']>({ phase: 'waiting' });
  const calls: string[] = [];
  const startView: StartView = ({ mount, frameTitle, wantPicture }) => {
    const frame = mount.ownerDocument.createElement('iframe');
    frame.title = frameTitle;
    frame.setAttribute('sandbox', '');
    frame.srcdoc = picture;
    Object.assign(frame.style, { width: '1280px', height: '720px', transformOrigin: '0 0' });
    mount.append(frame);
    const fit = () => {
      frame.style.transform = `scale(${Math.min(1, mount.clientWidth / 1280)})`;
    };
    const watch = new ResizeObserver(fit);
    watch.observe(mount);
    wantPicture();
    state.value = { phase: 'live' };
    return {
      state,
      size: signal({ width: 1280, height: 720 }),
      pageUrl: signal('https://wetterfest.example/en/checkout'),
      take: () => calls.push('take'),
      gap(why) {
        state.value = { phase: 'gap', why };
      },
      pointer: () => {},
      nodeAt: (x, y) => (y > 120 ? { node: Math.round(x), label: 'label Street' } : null),
      ended() {
        state.value = { phase: 'ended' };
      },
      close() {
        watch.disconnect();
        frame.remove();
        calls.push('close');
      },
    };
  };
  return { startView, state, calls };
}
