import type { RuleEvent } from '../engine/events.ts';
import type { FactValue } from '../rule/vocabulary.ts';

/** One line of a journey, read as JSON. */
export type Line = Readonly<Record<string, unknown>>;

/** What is wrong with a line, as the end of a sentence. */
export type Wrong = string;

const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isValue = (value: unknown): value is FactValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const outcomes: readonly unknown[] = ['accepted', 'dismissed', 'expired'];
const places: readonly unknown[] = ['section', 'field', 'product'];

const need = (field: string, what: string): Wrong => `needs "${field}", ${what}`;

/** A yes or no under `field`, with its event; else what is wrong. */
function whether(line: Line, field: string, event: (on: boolean) => RuleEvent): RuleEvent | Wrong {
  const on = line[field];
  return typeof on === 'boolean' ? event(on) : need(field, 'true or false');
}

function readPage(line: Line): RuleEvent | Wrong {
  const { type, url } = (typeof line.page === 'object' && line.page ? line.page : line) as Line;
  if (type !== undefined && typeof type !== 'string') return need('type', 'a text');
  if (url !== undefined && typeof url !== 'string') return need('url', 'a text');
  return { type: 'page', page: { ...(type === undefined ? {} : { type }), ...(url === undefined ? {} : { url }) } };
}

function readFact(line: Line): RuleEvent | Wrong {
  // The recorder writes `v`; whoever writes a journey by hand may spell it out. Absent and null: the fact is unknown again.
  const value = 'value' in line ? line.value : line.v;
  if (!isName(line.name)) return need('name', 'the name of the fact');
  if (value !== undefined && value !== null && !isValue(value))
    return need('v', 'a text, a number, true, false or null');
  return { type: 'fact', name: line.name, value };
}

const readers: Readonly<Record<string, (line: Line) => RuleEvent | Wrong>> = {
  fact: readFact,
  page: readPage,
  visible: (line) => whether(line, 'on', (on) => ({ type: 'visible', on })),
  form(line) {
    const { form } = line;
    return isName(form)
      ? whether(line, 'on', (on) => ({ type: 'form', form, on }))
      : need('form', 'the name of the form');
  },
  inside(line) {
    const { what, name } = line;
    if (!places.includes(what)) return need('what', 'one of section, field, product');
    if (!isName(name)) return need('name', 'a text');
    return whether(line, 'on', (on) => ({ type: 'inside', what: what as 'section', name, on }));
  },
  signal({ name, at }) {
    if (!isName(name)) return need('name', 'the name of the signal');
    if (at !== undefined && typeof at !== 'string') return need('at', 'the form or field it happened in');
    return { type: 'signal', name, ...(at === undefined ? {} : { at }) };
  },
  input: () => ({ type: 'input' }),
  conversation: (line) => whether(line, 'open', (open) => ({ type: 'conversation', open })),
  ordered: () => ({ type: 'ordered' }),
  elsewhere: (line) => whether(line, 'showing', (showing) => ({ type: 'elsewhere', showing })),
  invitation({ ruleId, outcome }) {
    if (!isName(ruleId)) return need('ruleId', 'the id of the rule');
    if (!outcomes.includes(outcome)) return need('outcome', 'one of accepted, dismissed, expired');
    return { type: 'invitation', ruleId, outcome: outcome as 'accepted' };
  },
};

/** The event of a line; a text says what is wrong with it, undefined that its kind is not known here. */
export function readEvent(line: Line): RuleEvent | Wrong | undefined {
  const kind = line.k as string;
  return Object.hasOwn(readers, kind) ? readers[kind]!(line) : undefined;
}
