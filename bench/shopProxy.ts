import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Parts of a page that can be left out. */
export const parts = {
  stub: /<script[^>]*>window\.Theke=[^<]*<\/script>/,
  tag: /<script[^>]*\/theke\.js[^>]*><\/script>/,
  /** The shop's own scripts that speak to Theke. */
  words: /<script[^>]*\/assets\/tell-theke\.js[^>]*><\/script>/,
  rules: /<script[^>]*\/assets\/invitation-rules\.js[^>]*><\/script>/,
};

/** The demo shop without these parts. Also with none left out, so that every page takes the same way. */
export async function openShop(
  shopUrl: string,
  without: readonly (keyof typeof parts)[],
): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    fetch(`${shopUrl}${request.url}`, { headers: { 'accept-language': 'en' } })
      .then(async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        let body = Buffer.from(await answer.arrayBuffer());
        if (type.includes('text/html')) {
          const page = body.toString();
          for (const part of without)
            if (!parts[part].test(page)) throw new Error(`the page has no ${part} to leave out`);
          body = Buffer.from(without.reduce((text, part) => text.replace(parts[part], ''), page));
        }
        const policy = answer.headers.get('content-security-policy');
        response.writeHead(answer.status, {
          'content-type': type,
          ...(policy ? { 'content-security-policy': policy } : {}),
        });
        response.end(body);
      })
      .catch((error: unknown) => response.writeHead(502).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
