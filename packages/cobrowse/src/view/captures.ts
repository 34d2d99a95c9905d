import { bounds } from './guard.ts';
import type { AssetUrl } from './taste.ts';

/** Files of the shared page that only the visitor's browser could read, as it sent them. */
export interface Captures {
  /** Takes one; false: too much of it. */
  add(file: { url: string; mime: string; base64: string }): boolean;
  /** The address to load in place of one of the page's: the file itself if it came, else one on the guarded path. */
  address: AssetUrl;
  /** What stood there before the file came, and the file. For pictures built earlier. */
  swaps(): ReadonlyMap<string, string>;
}

const maxFiles = 500;

/** Makes {@link Captures} for one share. */
export function createCaptures(assetUrl: AssetUrl): Captures {
  const files = new Map<string, string>();
  const swaps = new Map<string, string>();
  let chars = 0;
  return {
    add({ url, mime, base64 }) {
      const old = files.get(url);
      const file = `data:${mime};base64,${base64}`;
      if (old === file) return true;
      const left = chars - (old?.length ?? 0) + file.length;
      if (left > (bounds.assetsBytes / 3) * 4 || files.size >= maxFiles) return false;
      chars = left;
      files.set(url, file);
      const guarded = assetUrl(url);
      if (guarded !== null) swaps.set(guarded, file);
      return true;
    },
    address: (url) => files.get(url) ?? assetUrl(url),
    swaps: () => swaps,
  };
}
