/** What a key may do at the desk. */
export type KeyAct = 'palette' | 'accept' | 'next' | 'previous' | 'reply' | 'leave' | 'help';

/** The part of a keyboard event that decides. */
export interface Stroke {
  key: string;
  ctrl: boolean;
  meta: boolean;
  alt: boolean;
  /** The focus is where letters are text: a field, or something editable. */
  typing: boolean;
  /** A dialog is open: only it listens. */
  inDialog: boolean;
}

const single: Record<string, KeyAct> = { a: 'accept', j: 'next', k: 'previous', r: 'reply', '?': 'help' };

/** The act of a stroke, or null. Letters never act while somebody types, with a modifier, or when switched off. */
export function keyAct(stroke: Stroke, shortcutsOn: boolean): KeyAct | null {
  const { key, ctrl, meta, alt } = stroke;
  if (stroke.inDialog) return null;
  if ((ctrl || meta) && !alt && key.toLowerCase() === 'k') return 'palette';
  if (key === 'Escape') return 'leave';
  if (ctrl || meta || alt || stroke.typing || !shortcutsOn) return null;
  return single[key.length === 1 ? key.toLowerCase() : key] ?? null;
}
