import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { faultsOf } from './jsonSchema.ts';
import type { TestServer } from './server.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }>;
}
/** As much of the served document as is read here. */
export interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation & Record<string, unknown>>>;
  components: Record<string, Record<string, unknown>>;
}

export interface Watched {
  document: Document;
  /** `GET /rules 200`, of everything that was answered. */
  seen: Set<string>;
  /** Answers that are not as described. */
  faults: string[];
}

/** Looks at every answer of a server under /api/v1, and says where it differs from the description that server gives of itself. */
export async function watchAnswers(test: TestServer): Promise<Watched> {
  const document = (await (await fetch(`${test.url}/api/v1/openapi.json`)).json()) as Document;
  const watched: Watched = { document, seen: new Set(), faults: [] };
  test.server.http.prependListener('request', (req, res) => {
    const path = (req.url ?? '').split('?')[0]!;
    if (path.startsWith('/api/v1/') && req.method !== 'OPTIONS') listen(req, res, path.slice(7), watched);
  });
  return watched;
}

/** Fixed words win over ids, as they do in the server. */
function findPath(paths: Document['paths'], path: string, method: string): string | undefined {
  return Object.keys(paths)
    .filter((template) => paths[template]?.[method])
    .filter((template) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path))
    .sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

function listen(req: IncomingMessage, res: ServerResponse, path: string, { document, seen, faults }: Watched) {
  const method = (req.method ?? '').toLowerCase();
  const template = findPath(document.paths, path, method);
  // No such address: the whole server answers, not one of the routes.
  if (!template) return;
  const parts: Buffer[] = [];
  const keep = (part: unknown) => {
    if (typeof part === 'string' || part instanceof Uint8Array) parts.push(Buffer.from(part as string));
  };
  const { write, end } = res;
  res.write = ((...args: Parameters<typeof write>) => {
    keep(args[0]);
    return write.apply(res, args);
  }) as typeof write;
  res.end = ((...args: Parameters<typeof end>) => {
    keep(args[0]);
    return end.apply(res, args);
  }) as typeof end;
  res.once('finish', () => {
    const name = `${req.method} ${template} ${res.statusCode}`;
    seen.add(name);
    const described = document.paths[template]?.[method]?.responses[res.statusCode];
    if (!described)
      return void faults.push(`${name} is not described: ${Buffer.concat(parts).toString().slice(0, 200)}`);
    const type = String(res.getHeader('content-type') ?? '').split(';')[0]!;
    const body = unpacked(Buffer.concat(parts), res.getHeader('content-encoding'));
    if (!described.content) return void (body.length > 0 && faults.push(`${name} has a body that is not described`));
    const schema = (described.content[type] ?? described.content['*/*'])?.schema;
    if (!schema) return void faults.push(`${name} is ${type}, which is not described`);
    const value: unknown = type.endsWith('json') ? JSON.parse(body.toString()) : body.toString();
    for (const fault of faultsOf(value, schema, document as never)) faults.push(`${name}: ${fault}`);
  });
}

function unpacked(body: Buffer, encoding: unknown): Buffer {
  return encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
}
