import { fakeClock } from '@theke/kit';
import { type Act, type ActOutcome, type Answer, type FieldNews, type FieldState, no, yes } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { createCoFill } from './coFill.ts';

const settle = async () => {
  for (let i = 0; i < 20; i += 1) await null;
};

/** An agent's half with a visitor's page that answers as it is told to. */
function desk(fields: Record<number, Partial<FieldState>> = { 1: {} }) {
  const clock = fakeClock();
  const acts: (Act & { actId: string })[] = [];
  const refused: string[] = [];
  const answers: ((act: Act, actId: string) => Answer<ActOutcome> | undefined)[] = [];
  const fill = createCoFill({
    shareId: 's',
    clock,
    onRefused: (why) => refused.push(why),
    async tryAct(act, actId) {
      acts.push({ ...act, actId });
      const special = answers.shift()?.(act, actId);
      if (special) return special;
      if (act.kind !== 'open') return yes({ done: true });
      const field = fields[act.node];
      const state = { node: act.node, mode: 'open' as const, kind: 'text' as const, rev: 1, text: '', ...field };
      return yes(field ? { done: true, rev: state.rev, field: state } : { done: false, why: 'notField' });
    },
  });
  const told = (news: Partial<FieldNews> & { kind: FieldNews['kind'] }) =>
    fill.told({ shareId: 's', node: 1, ...news } as FieldNews);
  const changed = (
    rev: number,
    by: 'visitor' | 'agent' | 'page',
    start: number,
    remove: number,
    text: string,
    actId?: string,
  ) => told({ kind: 'changed', rev, by, start, remove, text, ...(actId && { actId }) });
  const advance = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      await settle();
    }
  };
  /** The page's word on the act sent last. */
  const ack = (rev: number, start: number, remove: number, text: string) =>
    changed(rev, 'agent', start, remove, text, acts.at(-1)!.actId);
  const later = () => yes<ActOutcome>({ done: true, rev: 999 });
  return { clock, acts, refused, answers, fill, told, changed, advance, ack, later };
}

describe('the agent in a field', () => {
  it('[CT77] sees what they write at once; one edit is on its way, the rest waits and goes as one', async () => {
    const { fill, acts, ack, answers, later } = desk();
    await fill.open(1);
    const field = fill.field.value!;
    answers.push(later, later);
    for (const text of ['a', 'ab', 'abc', 'ab']) field.write(text, text.length);
    await settle();
    expect(field.text.value).toBe('ab');
    expect(acts.slice(1)).toMatchObject([{ kind: 'edit', rev: 1, start: 0, remove: 0, text: 'a' }]);
    ack(2, 0, 0, 'a');
    await settle();
    expect(acts.slice(2)).toMatchObject([{ kind: 'edit', rev: 2, start: 1, remove: 0, text: 'b' }]);
    expect(field.caret.value).toEqual({ start: 2, end: 2 });
  });

  it('[CT77] leaving one field for another delivers what was written first, then says so', async () => {
    const { fill, acts, answers, later } = desk({ 1: {}, 2: { text: 'two' } });
    await fill.open(1);
    answers.push(later);
    fill.field.value!.write('x', 1);
    fill.field.value!.write('x y', 3);
    await fill.open(2);
    expect(fill.field.value!.text.value).toBe('two');
    expect(acts.map(({ kind }) => kind)).toEqual(['open', 'edit', 'open']);
    fill.told({
      shareId: 's',
      node: 1,
      kind: 'changed',
      rev: 2,
      by: 'agent',
      start: 0,
      remove: 0,
      text: 'x',
      actId: acts[1]!.actId,
    });
    await settle();
    expect(acts.slice(3)).toMatchObject([
      { kind: 'edit', node: 1, text: ' y' },
      { kind: 'leave', node: 1 },
    ]);
    expect(fill.field.value!.node).toBe(2);
  });

  it('[CT78] of a field set whole the last value counts, and a change by the visitor more than what waited', async () => {
    const { fill, acts, answers, later, ack, changed, advance } = desk({ 1: { kind: 'choice', text: '0' } });
    await fill.open(1);
    const field = fill.field.value!;
    answers.push(later);
    field.pick([1]);
    field.pick([2]);
    field.pick([4, 3]);
    expect(field.text.value).toBe('3,4');
    ack(2, 0, 1, '1');
    await settle();
    expect(acts.slice(1)).toMatchObject([
      { kind: 'pick', options: [1] },
      { kind: 'pick', rev: 2, options: [3, 4] },
    ]);
    answers.push(() => yes({ done: false, why: 'busy' }));
    field.pick([5]);
    await settle();
    changed(3, 'visitor', 0, 3, '7');
    await advance(3_000);
    expect(field.text.value).toBe('7');
    expect(acts.filter(({ kind }) => kind === 'pick')).toHaveLength(3);
  });

  it('[CT79] a refusal closes the field with its reason; "busy" and "changed" are tried again', async () => {
    const { fill, acts, answers, refused, advance } = desk();
    await fill.open(1);
    const field = fill.field.value!;
    const say = (why: 'busy' | 'changed' | 'denied') => () => yes<ActOutcome>({ done: false, why });
    answers.push(say('busy'), say('changed'), () => undefined, say('denied'));
    field.write('a', 1);
    await settle();
    expect(field.locked.value).toBe('busy');
    await advance(2_000);
    expect(acts.map(({ kind }) => kind)).toEqual(['open', 'edit', 'edit', 'open', 'edit']);
    expect([refused, fill.field.value, field.locked.value]).toEqual([['denied'], null, 'closed']);
    field.write('b', 1);
    field.leave();
    await advance(2_000);
    expect(acts).toHaveLength(5);
  });

  it('[CT79] what cannot be opened says why; a label opens the field it is of', async () => {
    const { fill, refused } = desk({ 1: {}, 5: { node: 1 } });
    await fill.open(4);
    expect(refused).toEqual(['notField']);
    await fill.open(5);
    expect(fill.field.value!.node).toBe(1);
  });

  it('[CT56] an act without an answer is tried again as the same act, and given up after half a minute', async () => {
    const { fill, acts, answers, advance, refused } = desk();
    await fill.open(1);
    answers.push(
      () => no('timeout'),
      () => no('offline'),
    );
    fill.field.value!.write('a', 1);
    await advance(3_000);
    expect(new Set(acts.slice(1).map(({ actId }) => actId)).size).toBe(1);
    expect(acts).toHaveLength(4);
    for (let i = 0; i < 40; i += 1) answers.push(() => no('timeout'));
    fill.field.value!.write('ab', 2);
    await advance(45_000);
    expect([refused, fill.field.value]).toEqual([['away'], null]);
  });

  it('[CT56] news that does not come is asked for, also after the line was down', async () => {
    const fields = { 1: { text: '' } as Partial<FieldState> };
    const { fill, acts, changed, advance } = desk(fields);
    await fill.open(1);
    const field = fill.field.value!;
    changed(3, 'visitor', 1, 0, 'b');
    fields[1] = { rev: 3, text: 'ab' };
    expect(field.text.value).toBe('');
    await advance(700);
    expect(field.text.value).toBe('ab');
    fields[1] = { rev: 5, text: 'abcd' };
    fill.catchUp();
    await settle();
    expect(field.text.value).toBe('abcd');
    expect(acts.map(({ kind }) => kind)).toEqual(['open', 'open', 'open']);
  });

  it('[CT55] news that comes in the wrong order is put in order, and old news changes nothing', async () => {
    const { fill, changed } = desk();
    await fill.open(1);
    changed(3, 'visitor', 1, 0, 'b');
    changed(2, 'visitor', 0, 0, 'a');
    changed(2, 'page', 0, 0, 'zzz');
    expect(fill.field.value!.text.value).toBe('ab');
  });

  it('[CT77] after the end nothing is tried and no timer runs', async () => {
    const { fill, acts, clock, answers, changed, advance } = desk();
    await fill.open(1);
    answers.push(() => no('timeout'));
    fill.field.value!.write('a', 1);
    changed(4, 'visitor', 0, 0, 'x');
    await settle();
    const before = acts.length;
    fill.close();
    await settle();
    expect(clock.pending).toBe(0);
    await fill.open(1);
    await advance(3_000);
    expect([acts.length - before, fill.field.value]).toEqual([0, null]);
  });
});
