import * as v from 'valibot';
import { limits } from '../limits.ts';
import { id, pixels, seq, url } from './words.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.fieldChars));
const written = v.pipe(v.string(), v.maxLength(limits.fieldChars));

const act = v.variant('kind', [
  v.object({ kind: v.literal('click'), node: seq, rx: share, ry: share }),
  v.object({ kind: v.literal('scroll'), node: v.nullable(seq), left: pixels, top: pixels }),
  v.object({ kind: v.literal('navigate'), url }),
  v.object({ kind: v.literal('back') }),
  v.object({
    kind: v.literal('key'),
    node: seq,
    key: v.picklist([
      'Enter',
      'Escape',
      'Tab',
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'Home',
      'End',
      'PageUp',
      'PageDown',
    ]),
  }),
  v.object({ kind: v.literal('open'), node: seq }),
  v.object({ kind: v.literal('edit'), node: seq, rev: seq, start: place, remove: place, text: written }),
  v.object({ kind: v.literal('put'), node: seq, rev: seq, text: written }),
  v.object({ kind: v.literal('pick'), node: seq, rev: seq, options: v.pipe(v.array(place), v.maxLength(200)) }),
  v.object({ kind: v.literal('tick'), node: seq, rev: seq, on: v.boolean() }),
  v.object({ kind: v.literal('leave'), node: seq }),
]);

export const actTry = v.object({ shareId: id, actId: id, act, seen: v.object({ stream: seq, seq }) });

const whys = v.picklist([
  'notGranted',
  'changed',
  'covered',
  'gone',
  'disabled',
  'denied',
  'secret',
  'foreign',
  'ours',
  'onlyVisitor',
  'busy',
  'theirs',
  'notField',
  'paused',
  'away',
]);
const caret = v.object({ start: place, end: place });
const label = v.pipe(v.string(), v.maxLength(120));

export const fieldNews = v.variant('kind', [
  v.object({
    shareId: id,
    node: seq,
    kind: v.literal('changed'),
    rev: seq,
    by: v.picklist(['visitor', 'agent', 'page']),
    actId: v.optional(id),
    start: place,
    remove: place,
    text: written,
  }),
  v.object({ shareId: id, node: seq, kind: v.literal('caret'), start: place, end: place }),
  v.object({ shareId: id, node: seq, kind: v.literal('closed'), why: whys }),
]);

/** What comes back from a visitor's browser is as little trusted as what it sends by itself. */
export const actOutcome = v.variant('done', [
  v.object({
    done: v.literal(true),
    rev: v.optional(seq),
    field: v.optional(
      v.object({
        node: seq,
        mode: v.picklist(['open', 'blind']),
        kind: v.picklist(['text', 'lines', 'rich', 'whole', 'choice', 'tick']),
        rev: seq,
        text: written,
        caret: v.optional(caret),
      }),
    ),
  }),
  v.object({ done: v.literal(false), why: whys, label: v.optional(label), shown: v.optional(v.boolean()) }),
]);

const word = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));
export const aim = v.union([
  v.object({
    tag: word,
    kind: v.picklist(['link', 'button', 'field', 'other']),
    type: v.optional(word),
    secret: v.boolean(),
    blocked: v.boolean(),
    denied: v.boolean(),
    ours: v.boolean(),
    disabled: v.boolean(),
    submits: v.boolean(),
    form: v.picklist(['none', 'plain', 'address', 'login', 'payment']),
    says: v.pipe(v.array(v.picklist(['order', 'pay', 'delete', 'signOut', 'cancel'])), v.maxLength(5)),
    leads: v.picklist(['nowhere', 'here', 'site', 'elsewhere', 'script', 'download']),
    label,
  }),
  v.object({ why: whys }),
]);
