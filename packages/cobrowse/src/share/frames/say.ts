// What is said between a shared page and one embedded in it that has another origin. The first two words go by `postMessage`, to one
// exact origin each; everything after them through the port that came with the second.

/** From the shared page: whoever is there may answer, if it belongs to the same site. */
export interface Hello {
  theke: 'hello';
  site: string;
  /** Comes back with the answer: this and no other question was answered. */
  nonce: string;
}

/** From the embedded page, with one port. */
export interface Here {
  theke: 'here';
  nonce: string;
  /** Comes back through the port: whoever has it is the one that was answered. */
  proof: string;
}

/** Through the port, from the shared page. */
export type ToInside =
  | { step: 'begin'; proof: string; firstId: number }
  /** A whole picture, please. */
  | { step: 'picture' }
  /** One more text was taken. */
  | { step: 'took' }
  | { step: 'bye' };

/** Through the port, from the embedded page. Texts are lines of page events; `n` counts them up from 0. */
export type FromInside = { step: 'told'; n: number; whole: boolean; text: string } | { step: 'over' };

/** Bounds of what an embedded page may send, in characters. */
export const frameLimits = {
  /** A whole picture. A page embedded in another is a form or a map, no shop. */
  pictureChars: 1_000_000,
  changeChars: 262_144,
  /** Of what nobody asked for: so much at once, and so much a second. */
  burstChars: 1_500_000,
  perSecondChars: 200_000,
  /** Embedded pages that take part at once. */
  frames: 8,
} as const;

const isSecret = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{16,64}$/.test(value);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const readHello = (of: unknown): Hello | null =>
  isObject(of) && of.theke === 'hello' && typeof of.site === 'string' && of.site.length <= 100 && isSecret(of.nonce)
    ? { theke: 'hello', site: of.site, nonce: of.nonce }
    : null;

export const readHere = (of: unknown): Here | null =>
  isObject(of) && of.theke === 'here' && isSecret(of.nonce) && isSecret(of.proof)
    ? { theke: 'here', nonce: of.nonce, proof: of.proof }
    : null;

export function readToInside(of: unknown): ToInside | null {
  if (!isObject(of)) return null;
  const { step } = of;
  if (step === 'begin' && isSecret(of.proof) && Number.isSafeInteger(of.firstId))
    return { step, proof: of.proof, firstId: of.firstId as number };
  return step === 'picture' || step === 'took' || step === 'bye' ? { step } : null;
}

export function readFromInside(of: unknown): FromInside | null {
  if (!isObject(of)) return null;
  const { step, n, whole, text } = of;
  if (step === 'over') return { step };
  return step === 'told' && Number.isSafeInteger(n) && typeof whole === 'boolean' && typeof text === 'string'
    ? { step, n: n as number, whole, text }
    : null;
}
