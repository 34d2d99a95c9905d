import type { ActOutcome, ActTry, FieldNews, TargetFacts } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anna, ben, settled, vera } from '../testing/bench.ts';
import { aButton, must, openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  stage.bench.replies['act:aimed'] = () => aButton;
  stage.bench.replies['act:tried'] = () => ({ done: true });
});
afterEach(() => stage.close());

const click = (node = 5): ActTry['act'] => ({ kind: 'click', node, rx: 0.5, ry: 0.5 });
const edit = (n = 0): ActTry['act'] => ({ kind: 'edit', node: 7, rev: n, start: n, remove: 0, text: 'Geheimnis' });
const scroll = (top = 0): ActTry['act'] => ({ kind: 'scroll', node: null, left: 0, top });
const field = { node: 7, mode: 'open', kind: 'text', rev: 0, text: '' } as const;
const asked = () => stage.bench.asked.map((one) => one.event);
const acting = async () => {
  const made = await stage.sharing();
  await stage.grant(made.shareId, 'control');
  await stage.grant(made.shareId, 'fill');
  stage.bench.audits.length = 0;
  stage.bench.told.length = 0;
  return made;
};
const aims = (facts: Partial<TargetFacts>) => {
  stage.bench.replies['act:aimed'] = () => ({ ...aButton, ...facts });
};

describe('whether an act may be done', () => {
  it('[SH230] only with the grant it needs, by the acting agent, from a window that has joined', async () => {
    const { shareId } = await stage.sharing();
    expect(must(await stage.act(shareId, click()))).toEqual({ done: false, why: 'notGranted' });
    await stage.grant(shareId, 'fill');
    expect(must(await stage.act(shareId, click()))).toEqual({ done: false, why: 'notGranted' });
    await stage.grant(shareId, 'control');
    expect(must(await stage.act(shareId, click()))).toEqual({ done: true });
    expect(asked()).toEqual(['act:aimed', 'act:tried']);
    for (const who of [anna({ socketId: 'a9' }), ben(), ben({ role: 'admin', socketId: 'a1' }), vera()])
      expect(await stage.act(shareId, click(), who)).toMatchObject({ refusal: { code: 'notGranted' } });
    expect(await stage.act('shr_none', click())).toMatchObject({ refusal: { code: 'notGranted' } });
    expect(asked()).toHaveLength(2);
  });

  it('[SH231] what is pressed or opened is looked at first, and the server decides by the same rules', async () => {
    const { shareId } = await acting();
    const refused: [Partial<TargetFacts>, ActTry['act'], ActOutcome][] = [
      [
        { says: ['order'], label: 'Bestellen' },
        click(),
        { done: false, why: 'denied', label: 'Bestellen', shown: true },
      ],
      [{ submits: true, form: 'payment' }, click(), { done: false, why: 'denied', label: 'button', shown: true }],
      [
        { secret: true, kind: 'field' },
        { kind: 'open', node: 3 },
        { done: false, why: 'secret', label: 'button' },
      ],
      [
        { leads: 'elsewhere' },
        { kind: 'navigate', url: 'https://evil.test/' },
        { done: false, why: 'foreign', label: 'button' },
      ],
      [{ ours: true }, { kind: 'key', node: 3, key: 'Enter' }, { done: false, why: 'ours', label: 'button' }],
    ];
    for (const [facts, act, outcome] of refused) {
      aims(facts);
      expect(must(await stage.act(shareId, act))).toEqual(outcome);
    }
    stage.bench.replies['act:aimed'] = () => ({ why: 'changed' });
    expect(must(await stage.act(shareId, click()))).toEqual({ done: false, why: 'changed' });
    // Not one of them reached the page as something to do.
    expect(asked().filter((event) => event === 'act:tried')).toEqual([]);
  });

  it('[SH231] what a field that is open gets, and scrolling, goes straight to the page', async () => {
    const { shareId } = await acting();
    for (const act of [scroll(), edit(), { kind: 'leave', node: 7 } as const]) await stage.act(shareId, act);
    expect(asked()).toEqual(['act:tried', 'act:tried', 'act:tried']);
  });

  it('[SH232] a browser that does not answer is away; whoever waited behind is told the same, not served late', async () => {
    const { shareId } = await acting();
    delete stage.bench.replies['act:tried'];
    const all = Promise.all([1, 2, 3, 4].map((node) => stage.act(shareId, click(node))));
    await settled();
    await stage.bench.advance(8_000);
    for (const one of await all) expect(must(one)).toMatchObject({ done: false, why: 'away' });
    expect(asked()).toEqual(['act:aimed', 'act:tried']);
    stage.relay.liveGone!(vera());
    expect(must(await stage.act(shareId, scroll()))).toEqual({ done: false, why: 'away' });
  });

  it('[SH238] another page in the middle of an act: nothing is done to what was not looked at', async () => {
    const { shareId } = await acting();
    let look = (_facts: TargetFacts) => {};
    stage.bench.replies['act:aimed'] = () => new Promise((done) => (look = done)) as never;
    const trying = stage.act(shareId, click());
    await settled();
    await stage.join(shareId, vera({ socketId: 'v2' }));
    look(aButton);
    expect(must(await trying)).toMatchObject({ done: false, why: 'away' });
    expect(asked()).toEqual(['act:aimed']);
  });

  it('[SH238] a grant that ends while the page is being looked at is not used', async () => {
    const { shareId } = await acting();
    for (const end of [
      () => stage.withdraw(shareId, 'control'),
      () => stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined),
    ]) {
      let look = (_facts: TargetFacts) => {};
      stage.bench.replies['act:aimed'] = () => new Promise((done) => (look = done)) as never;
      stage.bench.asked.length = 0;
      const trying = stage.act(shareId, click());
      await settled();
      if (asked().length > 0) {
        await end();
        look(aButton);
      }
      expect(must(await trying)).toEqual({ done: false, why: 'notGranted', label: 'button' });
      expect(asked()).toEqual(['act:aimed']);
      await stage.grant(shareId, 'control').catch(() => {});
    }
  });

  it('[SH234] after the end a hundred tries are a hundred refusals, whichever end it was', async () => {
    const ends: [string, (shareId: string, conversationId: string) => unknown][] = [
      ['withdrawn', (shareId) => stage.withdraw(shareId, 'control')],
      ['stopped', () => stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined)],
      ['ended', (_, conversationId) => stage.bench.powers.conversations.end(conversationId, 'agent')],
      ['released', (shareId) => stage.relay.agent!['grant:release']!.run(anna(), { shareId, capability: 'control' })],
      ['closed', (shareId) => stage.relay.agent!['share:end']!.run(anna(), { shareId })],
    ];
    for (const [name, end] of ends) {
      const { shareId, conversation } = await acting();
      await end(shareId, conversation.id);
      await settled();
      stage.bench.asked.length = 0;
      for (let n = 0; n < 100; n++) {
        const answer = await stage.act(shareId, n % 2 ? click(n) : scroll(n));
        // Not one of them is told to wait and try again.
        const told = answer.ok ? answer.value : answer.refusal.code;
        expect([
          [name, 'notGranted'],
          [name, { done: false, why: 'notGranted' }],
        ]).toContainEqual([name, told]);
      }
      expect([name, asked()]).toEqual([name, []]);
      await stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined);
    }
  });
});

describe('order and pace', () => {
  it('[SH233] acts of one kind are done one after the other, in their order', async () => {
    const { shareId } = await acting();
    const running: number[] = [];
    const seen: number[] = [];
    stage.bench.replies['act:tried'] = async ({ act }) => {
      running.push(1);
      expect(running).toHaveLength(1);
      await new Promise((done) => setImmediate(done));
      running.pop();
      seen.push((act as { rev: number }).rev);
      return { done: true };
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map((n) => stage.act(shareId, edit(n))));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('[SH233] five presses, twenty scrolls and thirty edits a second, and no long line of them', async () => {
    const { shareId } = await acting();
    const rate = async (act: (n: number) => ActTry['act']) => {
      const count = async () => {
        let done = 0;
        while ((await stage.act(shareId, act(done))).ok) done++;
        return done;
      };
      await count();
      await stage.bench.advance(1_000);
      return count();
    };
    expect([await rate(click), await rate(scroll), await rate(edit)]).toEqual([5, 20, 30]);
    await stage.bench.advance(10_000);
    delete stage.bench.replies['act:tried'];
    const many = Array.from({ length: 20 }, (_, n) => stage.act(shareId, scroll(n)));
    await settled();
    await stage.bench.advance(8_000);
    const answers = await Promise.all(many);
    expect(answers.filter((one) => !one.ok)).toHaveLength(12);
  });

  it('[SH233] a server clock that is set years back stops nobody for long', async () => {
    const { shareId } = await acting();
    await stage.act(shareId, scroll());
    const now = stage.bench.powers.now;
    stage.bench.powers.now = () => now() - 5 * 365 * 86_400_000;
    expect((await stage.act(shareId, scroll())).ok).toBe(true);
  });
});

describe('fields that are filled in together', () => {
  const tell = (news: FieldNews, who = vera()) => stage.relay.live!['field:tell']!.run(who, news);
  const changed = (shareId: string, text: string, more: object = {}): FieldNews => ({
    shareId,
    node: 7,
    kind: 'changed',
    rev: 1,
    by: 'visitor',
    start: 0,
    remove: 0,
    text,
    ...more,
  });
  const told = (socket = 'a1') => stage.bodies<FieldNews>(`live:${socket}`, 'field:told');
  const open = async (shareId: string, text = '') => {
    aims({ kind: 'field', tag: 'input' });
    stage.bench.replies['act:tried'] = () => ({ done: true, field: { ...field, text } });
    const outcome = must(await stage.act(shareId, { kind: 'open', node: 7 }));
    stage.bench.replies['act:tried'] = () => ({ done: true });
    return outcome;
  };

  it('[SH235] news come from the joined page only, go to the acting agent only, and only of fields that were opened', async () => {
    const { shareId, conversation } = await acting();
    await stage.watch(conversation.id, ben({ role: 'supervisor' }));
    await stage.join(shareId, ben());
    tell(changed(shareId, 'a'));
    expect(told()).toEqual([]);
    expect(await open(shareId)).toEqual({ done: true, field: { ...field, text: '' } });
    tell(changed(shareId, 'b'));
    tell(changed(shareId, 'c', { node: 8 }));
    tell(changed(shareId, 'd'), vera({ socketId: 'v9' }));
    tell(changed(shareId, 'e'), anna() as never);
    expect(told().map((one) => 'text' in one && one.text)).toEqual(['b']);
    expect(told('b1')).toEqual([]);
    // A window that is behind still gets them: with a hole the rest would be wrong.
    stage.bench.stuck.add('a1');
    tell(changed(shareId, 'f'));
    expect(told()).toHaveLength(2);
  });

  it('[SH235] fields close with the grant, the pause, the page, and the hand-over', async () => {
    const ends: [string, (shareId: string) => unknown][] = [
      ['notGranted', (shareId) => stage.withdraw(shareId, 'fill')],
      ['paused', (shareId) => stage.pause(shareId, true)],
      ['away', (shareId) => stage.join(shareId, vera({ socketId: 'v2' }))],
      ['away', () => stage.relay.liveGone!(vera())],
    ];
    for (const [why, end] of ends) {
      const { shareId } = await acting();
      await open(shareId);
      await end(shareId);
      await settled();
      expect(told().at(-1)).toEqual({ shareId, node: 7, kind: 'closed', why });
      const count = told().length;
      tell(changed(shareId, 'later'));
      tell(changed(shareId, 'later'), vera({ socketId: 'v2' }));
      expect(told()).toHaveLength(count);
      await stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined);
    }
  });

  it('[SH235] a field that opens after the grant has ended is not shown', async () => {
    const { shareId } = await acting();
    aims({ kind: 'field', tag: 'input' });
    stage.bench.replies['act:tried'] = async () => {
      await stage.withdraw(shareId, 'fill');
      return { done: true, field: { ...field, text: 'Vera Muster' } };
    };
    const outcome = must(await stage.act(shareId, { kind: 'open', node: 7 }));
    expect(outcome).toMatchObject({ done: false, why: 'notGranted' });
    expect(JSON.stringify(outcome)).not.toContain('Muster');
  });

  it('[SH236] a field with a card number in it is not opened, and one closes when a number comes to be in it', async () => {
    const { shareId } = await acting();
    expect(await open(shareId, '4111 1111 1111 1111')).toEqual({ done: false, why: 'secret', label: 'button' });
    expect(await open(shareId, 'Karte: ')).toMatchObject({ done: true });
    const digits = '4111111111111111';
    for (let n = 0; n < digits.length; n++) tell(changed(shareId, digits[n]!, { start: 7 + n }));
    expect(told().at(-1)).toEqual({ shareId, node: 7, kind: 'closed', why: 'secret' });
    expect(told().filter((one) => one.kind === 'changed')).toHaveLength(15);
    tell(changed(shareId, 'x'));
    expect(told()).toHaveLength(16);
    expect(stage.bench.counts.theke_secrets_dropped_total).toBe(2);
  });

  it('[SE228] a field that grows beyond what any field holds closes: nobody fills the memory of the server', async () => {
    const { shareId } = await acting();
    await open(shareId);
    for (let n = 0; n < 30; n++) tell(changed(shareId, 'x'.repeat(1_000)));
    expect(told().at(-1)).toEqual({ shareId, node: 7, kind: 'closed', why: 'notField' });
    expect(told().filter((one) => one.kind === 'changed')).toHaveLength(20);
  });
});

describe('the record', () => {
  it('[SH237] one line for each act with its label, done or not; typing is the field’s one line; never a text', async () => {
    const { shareId, conversation } = await acting();
    aims({ label: 'Größentabelle' });
    await stage.act(shareId, click());
    aims({ says: ['order'], label: 'Bestellen' });
    await stage.act(shareId, click());
    aims({ kind: 'field', tag: 'input', label: 'Straße' });
    stage.bench.replies['act:tried'] = () => ({ done: true, field: { ...field, text: 'Hauptstraße 7' } });
    await stage.act(shareId, { kind: 'open', node: 7 });
    stage.bench.replies['act:tried'] = () => ({ done: true, rev: 2 });
    for (let n = 0; n < 10; n++) await stage.act(shareId, edit(n));
    for (let n = 0; n < 10; n++) await stage.act(shareId, scroll(n));
    stage.bench.replies['act:tried'] = () => ({ done: false, why: 'theirs' });
    for (let n = 0; n < 10; n++) await stage.act(shareId, edit(n));
    expect(stage.bench.audits.map(({ act, facts }) => ({ act, ...facts }))).toEqual([
      { act: 'act.done', conversation: conversation.id, kind: 'click', label: 'Größentabelle' },
      { act: 'act.refused', conversation: conversation.id, kind: 'click', label: 'Bestellen', why: 'denied' },
      { act: 'act.done', conversation: conversation.id, kind: 'open', label: 'Straße' },
      { act: 'act.done', conversation: conversation.id, kind: 'scroll' },
      { act: 'act.refused', conversation: conversation.id, kind: 'edit', why: 'theirs' },
    ]);
    expect(JSON.stringify(stage.bench.audits)).not.toMatch(/Geheimnis|Hauptstraße/);
    expect(stage.bench.counts.theke_acts_total).toBe(33);
  });

  it('[SH237] a label that holds a number nobody may see is left out', async () => {
    const { shareId } = await acting();
    aims({ label: 'Karte 4111 1111 1111 1111' });
    await stage.act(shareId, click());
    expect(JSON.stringify(stage.bench.audits)).not.toContain('4111');
    expect(stage.bench.audits).toHaveLength(1);
  });

  it('[SH237] knocking at a closed door is told once in a while, not each time', async () => {
    const { shareId } = await stage.sharing();
    stage.bench.audits.length = 0;
    for (let n = 0; n < 10; n++) await stage.act(shareId, click(n));
    expect(stage.bench.audits).toHaveLength(1);
    await stage.bench.advance(10_000);
    await stage.act(shareId, click());
    expect(stage.bench.audits).toHaveLength(2);
  });
});

it('[SH224] the way to the visitor’s browser is measured for joined agents only', async () => {
  const { shareId } = await stage.sharing();
  const pulse = (who = anna()) => stage.relay.live!['share:pulse']!.run(who, { shareId });
  stage.bench.replies['pulse:felt'] = () => undefined;
  expect(await pulse()).toMatchObject({ ok: true, value: { visitorMs: expect.any(Number) } });
  expect(await pulse(ben())).toMatchObject({ refusal: { code: 'notGranted' } });
  stage.relay.liveGone!(vera());
  expect(await pulse()).toMatchObject({ refusal: { code: 'gone' } });
});
