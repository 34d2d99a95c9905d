import type { ExplainedNode } from '@theke/rules/explain';
import type { OverlayWords } from './words.ts';

const timed = new Set(['dwell', 'idle', 'held', 'since', 'seen', 'seq']);

/** A length as one reads it at a glance: 41 s, 2 min 5 s, 3 h. */
export function length(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return `${Math.round(minutes / 6) / 10} h`;
}

function shown(node: ExplainedNode, value: unknown, words: OverlayWords): string {
  if (value === null || value === undefined) return words.values.unknown;
  if (timed.has(node.op) && typeof value === 'number') return length(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One condition as a line: what it looks at, what there is, what is needed. */
export function sayNode(node: ExplainedNode, words: OverlayWords): string {
  const about = [node.op, node.what].filter(Boolean).join(' ');
  if (node.note) return `${about}: ${node.note === 'serverAsked' ? words.server : words[node.note]}`;
  if (node.have === undefined) return about;
  return `${about}: ${words.have(shown(node, node.have, words), shown(node, node.need, words))}`;
}
