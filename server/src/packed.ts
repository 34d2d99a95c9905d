import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

/** Bytes ready to be sent, packed once for everybody who can unpack them. */
export interface Packed {
  etag: string;
  plain: Buffer;
  gzip?: Buffer;
  brotli?: Buffer;
}

/** With `pack`, for text: twice more in a smaller form. */
export async function packBytes(plain: Buffer, pack: boolean): Promise<Packed> {
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  if (!pack) return { etag, plain };
  return {
    etag,
    plain,
    gzip: await promisify(gzip)(plain, { level: 9 }),
    brotli: await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  };
}

/** Answers with the form the browser takes, or with 304 when it has the same already. */
export function sendPacked(req: Request, res: Response, kept: Packed): void {
  res.setHeader('ETag', kept.etag);
  res.vary('Accept-Encoding');
  // Proxies that pack again mark the tag as weak; the words are the same.
  const known = (req.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(kept.etag)) return void res.status(304).end();
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
}
