/** Where something on the page stands that the agent does not see, in CSS pixels of the window, and who wanted it so. */
export interface HiddenBox {
  left: number;
  top: number;
  width: number;
  height: number;
  why: 'secret' | 'shop' | 'visitor' | 'default';
}

/** What acting on a shared page and looking at what is shown of it need to know. Made by the share; knows no agents. */
export interface Surface {
  window: Window & typeof globalThis;
  /** Acts that saw an older stream are of another page. */
  firstStream: number;
  nodeOf(id: number): Node | null;
  /** Null: not told of. */
  idOf(node: Node): number | null;
  /**
   * Whether what an agent would recognise `element` by has changed after that chunk: texts, children or telling attributes in
   * it, or attributes of the link, button or label it stands in.
   */
  changedSince(seen: { stream: number; seq: number }, element: Element): boolean;
  /** What of it leaves the browser now; of a field: of its value. */
  sees(element: Element): 'shown' | 'shape' | 'hidden';
  /** On the list of what is never shown, whatever the marks. */
  isSecret(element: Element): boolean;
  /** The shop lets no agent act here: on it or above it. */
  isDenied(element: Element): boolean;
  /** One of our own elements. */
  ignore(element: Element): boolean;
  /** The visitor's own tap; holds for what is inside, too. */
  hide(element: Element): void;
  unhide(element: Element): void;
  hidden(): readonly Element[];
  /** In sight, at most `max`. */
  hiddenBoxes(max: number): HiddenBox[];
  /** The words a person would find it by; for this browser's own screen, never sent. */
  spokenLabel(element: Element): string;
}
