import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../../events.ts';
import { createCapture } from './capture.ts';

const origin = 'https://shop.example';

interface File {
  type: string;
  bytes: number;
  length?: number;
}

function stand(files: Record<string, File | Error>, over: { maxFileBytes?: number; maxPageBytes?: number } = {}) {
  const asked: { url: string; init: RequestInit }[] = [];
  const told: Extract<PageEvent, { type: 7 }>['data'][] = [];
  let open = 0;
  let most = 0;
  const window = {
    location: { origin },
    async fetch(url: string, init: RequestInit) {
      asked.push({ url, init });
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      const file = files[url];
      if (!file || file instanceof Error) throw file ?? new TypeError('no such file');
      const headers = {
        'content-type': file.type,
        ...(file.length === undefined ? {} : { 'content-length': String(file.length) }),
      };
      return new Response(new Uint8Array(file.bytes).fill(7), { headers });
    },
    setTimeout: (go: () => void) => void queueMicrotask(go),
  };
  const capture = createCapture({
    window: window as unknown as Window & typeof globalThis,
    tell: (event) => event.type === 7 && told.push(event.data),
    ...over,
  });
  const settled = async () => {
    for (let i = 0; i < 200; i += 1) await new Promise((done) => setImmediate(done));
  };
  return { capture, asked, told, settled, most: () => most };
}

describe('files only the visitor may read', () => {
  it('[PR117] pictures and fonts of the shop are read once each, with its cookies, from the cache where they are, and sent by the name the view knows', async () => {
    const { capture, asked, told, settled, most } = stand({
      [`${origin}/me.png?u=1`]: { type: 'image/png', bytes: 300 },
      [`${origin}/a.woff2`]: { type: 'font/woff2; charset=x', bytes: 20 },
    });
    capture.see(`${origin}/me.png?u=1`, `${origin}/me.png`);
    capture.see(`${origin}/me.png?u=1`, `${origin}/me.png`);
    capture.see(`${origin}/a.woff2`);
    await settled();
    expect(asked.map(({ url }) => url)).toEqual([`${origin}/me.png?u=1`, `${origin}/a.woff2`]);
    expect(asked[0]!.init).toMatchObject({ mode: 'same-origin', credentials: 'include', cache: 'force-cache' });
    expect(told.map(({ url, mime }) => [url, mime])).toEqual([
      [`${origin}/me.png`, 'image/png'],
      [`${origin}/a.woff2`, 'font/woff2'],
    ]);
    expect(Buffer.from(told[0]!.base64, 'base64')).toEqual(Buffer.alloc(300, 7));
    expect(most()).toBe(1);
  });

  it('[PR117] nothing of another origin, of another kind, too large, or with a text in it', async () => {
    const { capture, asked, told, settled } = stand({
      [`${origin}/page`]: { type: 'text/html', bytes: 10 },
      [`${origin}/big.png`]: { type: 'image/png', bytes: 10, length: 300_000 },
      [`${origin}/liar.png`]: { type: 'image/png', bytes: 300_000 },
      [`${origin}/text.svg`]: { type: 'image/svg+xml', bytes: 50 },
      [`${origin}/gone.png`]: new TypeError('redirected away'),
    });
    for (const url of [
      'https://other.example/x.png',
      'https://shop.example.evil.example/x.png',
      'blob:x',
      'data:image/png,x',
    ])
      capture.see(url);
    for (const path of ['page', 'big.png', 'liar.png', 'text.svg', 'gone.png', 'missing.png'])
      capture.see(`${origin}/${path}`);
    await settled();
    expect(asked).toHaveLength(6);
    expect(told).toEqual([]);
  });

  it('[PR117] no more than a page may have, and nothing after the end', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`${origin}/${i}.png`, { type: 'image/png', bytes: 100 }]),
    );
    const { capture, told, settled } = stand(files, { maxPageBytes: 350 });
    for (const url of Object.keys(files)) capture.see(url);
    await settled();
    expect(told).toHaveLength(3);
    const other = stand(files);
    for (const url of Object.keys(files)) other.capture.see(url);
    other.capture.stop();
    other.capture.see(`${origin}/later.png`);
    await other.settled();
    expect(other.told).toEqual([]);
    expect(other.asked).toEqual([]);
  });
});
