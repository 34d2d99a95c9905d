// The tree read with the browser's own getters: a form answers `nextSibling` with a field of that name. Taken when first used.
interface Reads {
  parent(node: Node): Node | null;
  next(node: Node): Node | null;
  before(node: Node): Node | null;
  first(node: Node): Node | null;
  last(node: Node): Node | null;
  text(node: Node): string;
}

let taken: Reads | null = null;

/** Reads that a page cannot bend, for where no `Dom` is at hand. */
export function tree(): Reads {
  if (taken) return taken;
  const getter =
    <T>(proto: object, key: string) =>
    (of: object) =>
      Object.getOwnPropertyDescriptor(proto, key)?.get?.call(of) as T;
  const node = globalThis.Node.prototype;
  taken = {
    parent: getter(node, 'parentNode'),
    next: getter(node, 'nextSibling'),
    before: getter(node, 'previousSibling'),
    first: getter(node, 'firstChild'),
    last: getter(node, 'lastChild'),
    text: getter(node, 'nodeValue'),
  };
  return taken;
}
