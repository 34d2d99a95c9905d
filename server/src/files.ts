import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
};
const packed = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm', '.map']);

interface Kept {
  changedMs: number;
  etag: string;
  plain: Buffer;
  gzip?: Buffer;
  brotli?: Buffer;
}

/**
 * Serves built files from one folder, packed once and kept in memory: they are few and every page of a shop asks for them.
 * `headers` says how long which file may be kept. Not found falls through to the next.
 */
export function serveFiles(folder: string, headers: (file: string) => Record<string, string>): RequestHandler {
  const known = new Map<string, Kept>();

  async function load(path: string): Promise<Kept | null> {
    const facts = await stat(path).catch(() => null);
    if (!facts?.isFile()) return null;
    const before = known.get(path);
    if (before?.changedMs === facts.mtimeMs) return before;
    const plain = await readFile(path);
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    const kept: Kept = { changedMs: facts.mtimeMs, etag, plain };
    if (packed.has(extname(path))) {
      kept.gzip = await promisify(gzip)(plain, { level: 9 });
      kept.brotli = await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
    }
    known.set(path, kept);
    return kept;
  }

  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const name = req.path.endsWith('/') ? `${req.path}index.html` : req.path;
    const path = normalize(join(folder, decodePath(name)));
    if (!path.startsWith(folder + sep) || path.includes('\0')) return next();
    const kept = await load(path);
    if (!kept) return next();
    res.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    res.setHeader('ETag', kept.etag);
    res.setHeader('Vary', 'Accept-Encoding');
    for (const [key, value] of Object.entries(headers(path.slice(folder.length + 1)))) res.setHeader(key, value);
    if (req.headers['if-none-match'] === kept.etag) return void res.status(304).end();
    const accepts = req.headers['accept-encoding'] ?? '';
    const [encoding, body] =
      kept.brotli && /\bbr\b/.test(accepts)
        ? ['br', kept.brotli]
        : kept.gzip && /\bgzip\b/.test(accepts)
          ? ['gzip', kept.gzip]
          : ['', kept.plain];
    if (encoding) res.setHeader('Content-Encoding', encoding);
    res.setHeader('Content-Length', body.length);
    res.end(req.method === 'HEAD' ? undefined : body);
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '\0';
  }
}
