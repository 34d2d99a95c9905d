/** The addresses one share's pages refer to: what its viewers may be served. */
export interface Addresses {
  /** Takes note of a piece of the stream. */
  read(piece: string): void;
  /** What a served style sheet refers to. */
  add(address: string): void;
  has(address: string): boolean;
  readonly size: number;
}

const maxAddresses = 4_000;
const maxChars = 2_000;
const token = /https?:\/\/[^\s"'\\<>]+/gi;
const plainPath = /^\/[\w\-./%~+,=:@!$&*();]*$/;
const longestBegin = 'https://'.length;

/** Makes {@link Addresses} of these origins; what was told longest ago is forgotten first. */
export function createAddresses(origins: () => readonly string[]): Addresses {
  const known = new Set<string>();
  let rest = '';

  function put(address: string): void {
    if (known.has(address)) return;
    // Copied: what was cut out of a piece would keep the whole piece in memory.
    known.add(Buffer.from(address).toString());
    if (known.size > maxAddresses) for (const oldest of known) return void known.delete(oldest);
  }

  function add(address: string): void {
    const origin = origins().find((one) => address.startsWith(one));
    if (!origin || address.length > maxChars) return;
    const path = address.slice(origin.length);
    // Written as every browser would write it: most are, and reading one as a browser does takes long.
    const plain = plainPath.test(path) && !path.includes('/.') ? address : normal(address);
    if (plain) put(plain);
  }

  function normal(address: string): string | null {
    if (!URL.canParse(address)) return null;
    const url = new URL(address);
    url.hash = '';
    // `https://shop.example.evil.test` begins like the shop, too.
    return origins().includes(url.origin) ? url.href : null;
  }

  /** What stands in a text may be followed by the comma of a list or the bracket of `url(…)`. */
  function addAll(found: string): void {
    add(found);
    const bare = found.replace(/[,;)]+$/, '');
    if (bare !== found) add(bare);
    const bracket = bare.indexOf(')');
    if (bracket > 0) add(bare.slice(0, bracket));
  }

  return {
    add,
    has: (address) => known.has(address),
    get size() {
      return known.size;
    },
    read(piece) {
      const text = rest + piece;
      rest = text.slice(-longestBegin);
      if (!text.includes('://')) return;
      for (const match of text.matchAll(token)) {
        // Goes on in the next piece, perhaps.
        if (match.index + match[0].length === text.length) rest = match[0].slice(0, maxChars);
        else addAll(match[0]);
      }
    },
  };
}
