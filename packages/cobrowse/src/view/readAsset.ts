import { eventType, type PageEvent } from '../events.ts';
import { bounds, isId, isText } from './guard.ts';
import { isPlainSvg } from './plainSvg.ts';

const pictures = /^image\/(png|jpeg|gif|webp|avif)$/;
const fonts = /^(font\/(woff2?|ttf|otf|sfnt|collection)|application\/(x-)?font-[\w-]+)$/;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const charsFor = (bytes: number) => Math.ceil(bytes / 3) * 4;

function isSvg(text: string): boolean {
  try {
    return isPlainSvg(atob(text));
  } catch {
    return false;
  }
}

/** A file of the page that came with the stream; null when it is none that may be shown. */
export function readAsset(data: Record<string, unknown>): PageEvent | null {
  const { url, mime, base64: text } = data;
  if (!isText(url, 2_000) || !/^https?:\/\//i.test(url) || typeof mime !== 'string') return null;
  if (!isText(text, charsFor(bounds.assetBytes)) || !base64.test(text)) return null;
  const type = mime.toLowerCase();
  const fits = pictures.test(type) || fonts.test(type) || (type === 'image/svg+xml' && isSvg(text));
  return fits ? { type: eventType.asset, data: { url, mime: type, base64: text } } : null;
}

/** What a canvas or a video looks like. */
export function readStill(data: Record<string, unknown>): PageEvent | null {
  const { id, image } = data;
  if (!isId(id) || !isText(image, charsFor(bounds.stillBytes) + 40)) return null;
  const body = /^data:image\/(?:webp|jpeg|png);base64,([\s\S]*)$/.exec(image)?.[1];
  return body && base64.test(body) ? { type: eventType.still, data: { id, image } } : null;
}
