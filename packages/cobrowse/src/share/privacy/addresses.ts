import { plainUrl, secretSpans } from '@theke/rules';
import { isBusyPath } from './busy.ts';
import { isPlain } from './values.ts';

const maxImageChars = 20_000;
// A drawing with more parts can be a code to scan.
const maxShapes = 60;

/** An image written into its own address, if nobody can have written a text into it. */
export function plainImage(url: string): string | null {
  if (url.length > maxImageChars) return null;
  if (
    /^data:(image\/(png|jpeg|gif|webp|avif)|font\/[\w-]+|application\/(x-)?font-[\w-]+)(;base64)?,[\w+/=%-]*$/i.test(
      url,
    )
  )
    return url;
  if (!/^data:image\/svg\+xml[;,]/i.test(url)) return null;
  try {
    const body = url.slice(url.indexOf(',') + 1);
    const svg = /;base64,/i.test(url) ? atob(decodeURIComponent(body)) : decodeURIComponent(body);
    const reads =
      /<\s*(\w+:)?(text|title|desc|metadata|image|foreignObject|script|style|use)|<[!?]|(id|class|name|href|style|data-[\w-]*|aria-[\w-]*)\s*=/i;
    const shapes = svg.match(/<\s*(path|rect|circle|line|poly)/gi)?.length ?? 0;
    if (!/<svg[\s>]/i.test(svg) || reads.test(svg) || shapes > maxShapes || secretSpans(svg).length > 0) return null;
    if (/>[^<]*[^\s<][^<]*</.test(svg)) return null;
    const values = svg.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
    return [...values].every(([, name, a, b]) => isHarmless(name!, a ?? b ?? '')) ? url : null;
  } catch {
    return null;
  }
}

function isHarmless(name: string, value: string): boolean {
  if (name.startsWith('xmlns')) return /^http:\/\/www\.w3\.org\/[\w/]+$/.test(value);
  if (name === 'd') return /^[mlhvcsqtaze\d\s,.+-]*$/i.test(value) && !isBusyPath(value);
  return /^[\d\s.,+\-e%]*$/i.test(value) || isPlain(value);
}

/** The address of a file of which only the name looks like a token: build tools name files after their content. */
export function builtFile(url: string, base: string, kinds: RegExp): string | null {
  const { origin, pathname, href } = new URL(url, base);
  const folder = plainUrl(new URL('.', href).href);
  const plain = kinds.test(pathname) && !folder.includes('…') && !pathname.includes('@') && !pathname.includes(';');
  return plain && secretSpans(pathname).length === 0 ? origin + pathname : null;
}

/** The address of something an element shows, as it may leave. */
export function plainAddress(value: string, base: string): string | null {
  if (/^data:/i.test(value)) return plainImage(value);
  const plain = plainUrl(value, base);
  if (plain === '') return null;
  return plain.includes('…') ? builtFile(value, base, /\.(png|jpe?g|gif|webp|avif|svg)$/) : plain;
}
