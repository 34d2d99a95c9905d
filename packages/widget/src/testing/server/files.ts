import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeState } from './state.ts';

/** A page of the fake shop: its HTML and its headers. */
export interface FakePage {
  html: string | Uint8Array;
  headers?: Record<string, string>;
}

/** The shop's pages, the loader and the chunks as they were built. */
export function fakeFiles(dist: string, state: FakeState) {
  const pages = new Map<string, FakePage>();
  async function serve(path: string, request: IncomingMessage, response: ServerResponse) {
    const page = pages.get(path);
    const from = /^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1];
    if (page && typeof page.html !== 'string' && from !== undefined) {
      const { byteLength } = page.html;
      response.writeHead(206, { ...page.headers, 'content-range': `bytes ${from}-${byteLength - 1}/${byteLength}` });
      return response.end(page.html.subarray(Number(from)));
    }
    if (page) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
      return response.end(page.html);
    }
    try {
      const file = await readFile(dist + path);
      response.writeHead(200, { 'content-type': 'text/javascript' });
      // As the server does: the loader learns which sites have rules.
      const ruled = state.rules.length ? 'demo' : '';
      response.end(path === '/theke.js' ? file.toString().replace('__THEKE_RULED__', ruled) : file);
    } catch {
      response.writeHead(404).end();
    }
  }
  return { serve, page: (path: string, page: FakePage) => pages.set(path, page) };
}
