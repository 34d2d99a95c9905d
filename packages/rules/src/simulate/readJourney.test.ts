import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJourney } from './readJourney.ts';
import { startWalk } from './walk.ts';
import { writeJourney } from './writeJourney.ts';

const head = '{"theke":"journey","v":1,"site":"demo","device":"phone","language":"de"}';
const text = (...lines: (object | string)[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
const sayOf = (journey: string) => {
  const reading = readJourney(journey);
  return reading.ok ? [] : reading.refusals.map(({ say }) => say);
};

describe('reading a journey', () => {
  it('[IN250] reads what the recorder writes: names and times, one event a line', () => {
    const reading = readJourney(
      text(
        head,
        { t: 0, k: 'page', page: { type: 'checkout', url: 'https://shop.example/checkout' } },
        { t: 5, k: 'fact', name: 'cart.valueCents', v: 4200 },
        { t: 5, k: 'fact', name: 'search.query', value: '?' },
        { t: 9, k: 'form', form: 'checkout', on: true },
        { t: 10, k: 'inside', what: 'field', name: 'iban', on: true },
        { t: 20, k: 'signal', name: 'field.error', at: 'iban' },
        { t: 30, k: 'visible', on: false },
        { t: 31, k: 'visible', on: true },
        { t: 32, k: 'input' },
        { t: 33, k: 'elsewhere', showing: true },
        { t: 40, k: 'conversation', open: true },
        { t: 50, k: 'ordered' },
        { t: 60, k: 'invitation', ruleId: 'r', outcome: 'dismissed' },
        '',
      ),
    );
    if (!reading.ok) throw new Error(JSON.stringify(reading.refusals));
    expect(reading.journey).toMatchObject({ site: 'demo', device: 'phone', language: 'de', endMs: 60 });
    expect(reading.journey.steps).toHaveLength(13);
    expect(reading.journey.steps[5]).toEqual({
      tMs: 20,
      event: { type: 'signal', name: 'field.error', at: 'iban' },
    });
  });

  it('[IN250] kinds of a newer recorder are passed over and counted', () => {
    expect(readJourney(text(head, { t: 3, k: 'gaze', at: [1, 2] }, { t: 7, k: 'input', force: 1 }))).toMatchObject({
      ok: true,
      skipped: 1,
      journey: { endMs: 7 },
    });
  });

  it('[IN251] a line that cannot be read is refused with its number and what it needs', () => {
    expect(sayOf(text(head, '{"t":1', { t: 2, k: 'form', form: 'x' }, '', [1], { t: 3, k: 'signal' }))).toEqual([
      'Line 2 is no JSON object.',
      'Line 3 needs "on", true or false.',
      'Line 5 is no JSON object.',
      'Line 6 needs "name", the name of the signal.',
    ]);
    expect(sayOf(text(head, { t: 9, k: 'input' }, { t: 8, k: 'input' }))).toEqual([
      'Line 3 is earlier than the line before it.',
    ]);
    expect(sayOf(text(head, { t: -1, k: 'input' }, { k: 'input' }, '{"t":1e999,"k":"input"}', { t: 1 }))).toHaveLength(
      4,
    );
    expect(sayOf(text(head, { t: 0, k: 'fact', name: 'a', v: [1] }))[0]).toContain('needs "v"');
    expect(sayOf(text({ t: 0, k: 'input' }))[0]).toContain('{"theke":"journey","v":1');
    expect(sayOf(text({ theke: 'journey', v: 2 }))[0]).toContain('version 2');
    expect(sayOf('')).toEqual(['The journey is empty.']);
    expect(sayOf(text(head, ...Array.from({ length: 100 }, () => 'x')))).toHaveLength(20);
  });

  it('[IN252] pieces of several pages, one after the other, are one journey with page loads between', () => {
    const reading = readJourney(text(head, { t: 100, k: 'input' }, head, { t: 0, k: 'input' }, { t: 50, k: 'input' }));
    expect(reading).toMatchObject({
      journey: { endMs: 150, steps: [{ tMs: 100 }, { tMs: 100, load: true }, { tMs: 100 }, { tMs: 150 }] },
    });
  });

  it('[IN252] a clock that was set back between two pages spoils no journey', () => {
    const lines = [
      { t: 100, k: 'input' },
      { t: 20, k: 'load' },
      { t: 30, k: 'page', page: {} },
      { t: 40, k: 'end' },
    ];
    expect(readJourney(text(head, ...lines))).toMatchObject({
      journey: { endMs: 120, steps: [{ tMs: 100 }, { tMs: 100, load: true }, { tMs: 110 }] },
    });
  });

  it('[IN250] a journey told by hand is the same after being written and read', () => {
    const walk = startWalk()
      .open('/p', { type: 'product' })
      .seeProduct('P-1')
      .cart(100)
      .wait('3s')
      .signal('rage')
      .dismiss()
      .open('/cart')
      .hide()
      .order()
      .wait('1m');
    const reading = readJourney(writeJourney(walk.journey()));
    expect(reading.ok && { steps: reading.journey.steps, endMs: reading.journey.endMs }).toEqual(walk.journey());
  });

  it('[IN251] no text makes it throw', () => {
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ t: fc.anything(), k: fc.anything(), name: fc.anything(), on: fc.anything(), page: fc.anything() }),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const made = text(head, ...lines.map((one) => (typeof one === 'string' ? one : (JSON.stringify(one) ?? ''))));
        expect(typeof readJourney(made).ok).toBe('boolean');
      }),
    );
  });
});
