import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Everything of Theke in a page: the stub, the tag, and the shop's own scripts that speak to it. */
const ofTheke = [
  /<script[^>]*>window\.Theke=[^<]*<\/script>/,
  /<script[^>]*\/theke\.js[^>]*><\/script>/,
  /<script[^>]*\/assets\/(?:tell-theke|invitation-rules)\.js[^>]*><\/script>/g,
];

/** The demo shop as it is, or without all that is Theke. Both go through here, so that both take the same way. */
export async function openShop(shopUrl: string, withTheke: boolean): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    fetch(`${shopUrl}${request.url}`, { headers: { 'accept-language': 'en' } })
      .then(async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        let body = Buffer.from(await answer.arrayBuffer());
        if (!withTheke && type.includes('text/html')) {
          const page = body.toString();
          const bare = ofTheke.reduce((text, part) => text.replace(part, ''), page);
          if (bare === page) throw new Error('the page has no Theke to leave out');
          body = Buffer.from(bare);
        }
        const policy = answer.headers.get('content-security-policy');
        response.writeHead(answer.status, { 'content-type': type, ...(policy ? { 'content-security-policy': policy } : {}) });
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
