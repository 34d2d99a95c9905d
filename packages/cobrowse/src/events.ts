/**
 * What is said inside the bytes of a page chunk: one event per line. A small subset of what the recorder knows; whatever is
 * not here does not leave the visitor's browser and is not taken by the agent's. Events carry no time: the view stamps them.
 */
export const eventType = {
  picture: 2,
  change: 3,
  page: 4,
  /** First line of a stream that goes on from where another one ended: no picture is needed by whoever has that one. */
  continued: 5,
  /** What the tree should be like by now; see checksum.ts. */
  check: 6,
  /** A file the page shows that only the visitor's browser could read. */
  asset: 7,
  /** What a canvas or a video looks like right now. */
  still: 8,
} as const;

/** Kinds of change, in the recorder's numbering. */
export const change = {
  mutation: 0,
  scroll: 3,
  resize: 4,
  input: 5,
  sheetRule: 8,
  declaration: 13,
  adopted: 15,
} as const;

/** Kinds of nodes, in the recorder's numbering. */
export const nodeType = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const;

/** The element that stands where something was left out: never shown, keeps its neighbours' places. */
export const goneTag = 'template';

/**
 * The element that stands for a frame whose insides are not shared, and its attribute the view draws a label on. A frame of the
 * same origin, or of one the site names, goes out as an `iframe` without an address; its document follows as a mutation with `isFrame`.
 */
export const frameTag = 'div';
export const frameMark = 'theke-frame';

/** A changed inline style: per property a value, a value with priority, or false for removed. */
export type StyleChange = Record<string, string | [string, string] | false>;
export type AttributeValue = string | number | true | null | StyleChange;

export type PageNode =
  | { type: 0; id: number; childNodes: PageNode[]; compatMode?: string }
  | { type: 1; id: number; name: string; publicId: string; systemId: string }
  | PageElement
  | { type: 3; id: number; textContent: string; isShadow?: true }
  | { type: 5; id: number; textContent: ''; isShadow?: true };

export interface PageElement {
  type: 2;
  id: number;
  tagName: string;
  attributes: Record<string, AttributeValue>;
  childNodes: PageNode[];
  isSVG?: true;
  isCustom?: true;
  isShadowHost?: true;
  isShadow?: true;
}

export interface Added {
  parentId: number;
  nextId: number | null;
  node: PageNode;
}

export interface Mutation {
  source: 0;
  /** The one node added is the document inside the frame `parentId`. */
  isFrame?: true;
  adds: Added[];
  removes: { parentId: number; id: number; isShadow?: true }[];
  texts: { id: number; value: string }[];
  attributes: { id: number; attributes: Record<string, AttributeValue> }[];
}

export interface AddedRule {
  rule: string;
  index?: number | number[];
}

/** Which sheet: of an element by `id`, or a constructed one by `styleId`. */
interface SheetRef {
  id?: number;
  styleId?: number;
}

export interface SheetRuleChange extends SheetRef {
  source: 8;
  adds?: AddedRule[];
  removes?: { index: number | number[] }[];
  replace?: string;
  replaceSync?: string;
}

export interface DeclarationChange extends SheetRef {
  source: 13;
  index: number[];
  set?: { property: string; value: string; priority?: string };
  remove?: { property: string };
}

export interface AdoptedChange {
  source: 15;
  id: number;
  styles?: { styleId: number; rules: AddedRule[] }[];
  styleIds: number[];
}

export type PageChange =
  | Mutation
  | { source: 3; id: number; x: number; y: number }
  | { source: 4; width: number; height: number }
  | { source: 5; id: number; text: string; isChecked: boolean }
  | SheetRuleChange
  | DeclarationChange
  | AdoptedChange;

/** Where the visitor is and through what they look at it; all but the first three may be left out. */
export interface PageFacts {
  href: string;
  width: number;
  height: number;
  /** What the visitor's browser answers to `prefers-color-scheme`. */
  scheme?: 'light' | 'dark';
  /** How wide the scroll bars of the page are, in CSS pixels; 0 when they lie over the page. */
  scrollbar?: number;
  /** Pinched: the part of the viewport the visitor sees. */
  zoom?: { left: number; top: number; scale: number };
}

/**
 * `root`: a check of the embedded page with this document alone; those are no part of the others. `chunks`: how many the stream
 * `after` had, so that a view knows whether its last ones were lost.
 */
export type PageEvent =
  | { type: 2; data: { node: PageNode; initialOffset: { left: number; top: number } } }
  | { type: 3; data: PageChange }
  | { type: 4; data: PageFacts }
  | { type: 5; data: { after: number; chunks?: number } }
  | { type: 6; data: { nodes: number; sum: number; root?: number } }
  | { type: 7; data: { url: string; mime: string; base64: string } }
  | { type: 8; data: { id: number; image: string } };
