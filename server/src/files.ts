import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Request, RequestHandler } from 'express';
import { type Packed, packBytes, sendPacked } from './packed.ts';

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

/** Words a file can be sent with before the oldest are made anew. */
const keptWords = 100;

interface Kept extends Packed {
  changedMs: number;
  /** The same file with another word in it. */
  said: Map<string, Packed>;
}

/** A file that is not the same for every page: `mark` in it is replaced by a word that depends on one header of the request. */
export interface Told {
  file: string;
  mark: string;
  by: string;
  word(req: Request): Promise<string>;
}

/**
 * Serves built files from one folder, packed once and kept in memory: they are few and every page of a shop asks for them.
 * `headers` says how long which file may be kept. Not found falls through to the next.
 */
export function serveFiles(
  folder: string,
  headers: (file: string) => Record<string, string>,
  told?: Told,
): RequestHandler {
  const known = new Map<string, Kept>();

  async function load(path: string): Promise<Kept | null> {
    const facts = await stat(path).catch(() => null);
    if (!facts?.isFile()) return null;
    const before = known.get(path);
    if (before?.changedMs === facts.mtimeMs) return before;
    const bytes = await packBytes(await readFile(path), packed.has(extname(path)));
    const kept: Kept = { ...bytes, changedMs: facts.mtimeMs, said: new Map() };
    known.set(path, kept);
    return kept;
  }

  async function say(kept: Kept, mark: string, word: string): Promise<Packed> {
    const before = kept.said.get(word);
    if (before) return before;
    const made = await packBytes(Buffer.from(kept.plain.toString().replaceAll(mark, () => word)), true);
    if (kept.said.size >= keptWords) kept.said.clear();
    kept.said.set(word, made);
    return made;
  }

  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const name = req.path.endsWith('/') ? `${req.path}index.html` : req.path;
    const path = normalize(join(folder, decodePath(name)));
    if (!path.startsWith(folder + sep) || path.includes('\0')) return next();
    const kept = await load(path);
    if (!kept) return next();
    const file = path.slice(folder.length + 1);
    res.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    for (const [key, value] of Object.entries(headers(file))) res.setHeader(key, value);
    if (told?.file !== file) return sendPacked(req, res, kept);
    res.vary(told.by);
    sendPacked(req, res, await say(kept, told.mark, await told.word(req)));
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '\0';
  }
}
