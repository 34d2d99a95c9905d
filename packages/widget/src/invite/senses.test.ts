// @vitest-environment jsdom
import { fakeClock } from '@theke/kit';
import type { RuleEvent } from '@theke/rules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Senses, watchSenses } from './senses.ts';

let senses: Senses | undefined;
let coarse = false;
beforeEach(() => {
  document.body.replaceChildren();
  coarse = false;
  window.matchMedia = (() => ({ matches: coarse })) as never;
});
afterEach(() => {
  senses?.stop();
  vi.restoreAllMocks();
});

function watch(...wants: string[]) {
  const fed: RuleEvent[] = [];
  const clock = fakeClock();
  const wanted = (names: RegExp) => wants.some((one) => names.test(one));
  const feed = (event: RuleEvent) => fed.push(event);
  const signal = (name: string, at?: string) => feed({ type: 'signal', name, at });
  senses = watchSenses({ window, clock, wanted, feed, signal });
  const signals = () => fed.flatMap((event) => (event.type === 'signal' ? [[event.name, event.at]] : []));
  return { fed, clock, signals, senses };
}
const at = (id: string) => document.getElementById(id) as HTMLInputElement;
const put = (html: string) => document.body.append(document.createRange().createContextualFragment(html));
const fire = (target: EventTarget, type: string, more: object = {}) => {
  const event = new Event(type, { bubbles: type !== 'mouseleave' });
  for (const [name, value] of Object.entries(more)) Object.defineProperty(event, name, { value });
  target.dispatchEvent(event);
};

describe('in forms', () => {
  beforeEach(() => put('<form id="checkout"><input id="a" name="street"><input id="b"></form><input id="c">'));

  it('[IN74] a form is entered and left by its name; told anew after a page; undone it is silent', () => {
    const { fed, senses } = watch('dwell:form');
    at('a').focus();
    at('b').focus();
    at('c').focus();
    const forms = () => fed.filter((event) => event.type === 'form');
    expect(forms()).toEqual([
      { type: 'form', form: 'checkout', on: true },
      { type: 'form', form: 'checkout', on: false },
    ]);
    at('a').focus();
    fed.length = 0;
    senses.again();
    expect(forms()).toEqual([{ type: 'form', form: 'checkout', on: true }]);
    // The rules' code may come after the visitor has begun.
    const late = watch('dwell:form');
    expect(late.fed[0]).toEqual({ type: 'inside', what: 'field', name: 'street', on: true });
    senses.stop();
    late.senses.stop();
    fed.length = 0;
    at('c').focus();
    expect(fed).toEqual([]);
  });

  it('[IN149] a field is known by its name, else its id; a form whose field is called id keeps its own name', () => {
    put('<form id="odd"><input id="x" name="id"></form>');
    const { fed } = watch('dwell:field', 'fact:form.name');
    at('x').focus();
    expect(fed).toContainEqual({ type: 'inside', what: 'field', name: 'id', on: true });
    expect(fed).toContainEqual({ type: 'fact', name: 'form.name', value: 'odd' });
    at('b').focus();
    expect(fed).toContainEqual({ type: 'inside', what: 'field', name: 'b', on: true });
  });

  it('[IN149] a field left empty is told; one that was filled is not; of passwords, cards and hidden parts nothing is looked at', () => {
    put(`<form id="pay"><input id="e"><input id="p" type="password"><input id="k" autocomplete="cc-number">
      <input id="v" name="cvc"><span data-theke-mask><input id="m"></span></form>`);
    const { signals } = watch('signal:field.abandoned');
    at('a').value = 'Hauptstr. 1';
    const looked = vi.fn(() => '');
    for (const id of ['p', 'k', 'v', 'm']) Object.defineProperty(at(id), 'value', { get: looked });
    for (const id of ['a', 'e', 'p', 'k', 'v', 'm', 'c']) at(id).focus();
    expect(signals()).toEqual([['field.abandoned', 'e']]);
    expect(looked).not.toHaveBeenCalled();
  });

  it('[IN149] a form that was begun and left unsent is told, once; not when it was sent, nor when another window came before', () => {
    const { signals } = watch('signal:form.abandoned');
    at('a').focus();
    at('c').focus();
    expect(signals()).toEqual([]);
    at('a').focus();
    fire(at('a'), 'input');
    // The window lost the focus, the field has it still.
    fire(at('a'), 'focusout', { relatedTarget: null });
    expect(signals()).toEqual([]);
    at('a').focus();
    fire(at('a'), 'focusin');
    at('c').focus();
    expect(signals()).toEqual([['form.abandoned', 'checkout']]);
    at('a').focus();
    fire(at('a'), 'input');
    fire(document.forms[0]!, 'submit');
    at('c').focus();
    expect(signals()).toHaveLength(1);
  });

  it('[IN149] twenty seconds in one field without typing are hesitation; typing, leaving and a hidden tab end the wait', () => {
    const { signals, clock } = watch('signal:form.hesitation');
    at('a').focus();
    clock.advance(15_000);
    fire(at('a'), 'input');
    clock.advance(19_000);
    expect(signals()).toEqual([]);
    clock.advance(1_000);
    expect(signals()).toEqual([['form.hesitation', 'checkout']]);
    clock.advance(60_000);
    expect(signals()).toHaveLength(1);
    at('b').focus();
    expect(clock.pending).toBe(1);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    fire(document, 'visibilitychange');
    expect(clock.pending).toBe(0);
    hidden.mockReturnValue(false);
    fire(document, 'visibilitychange');
    expect(clock.pending).toBe(1);
    at('c').focus();
    expect(clock.pending).toBe(0);
  });

  it('[IN149] [IN425] a field refused by the form’s own check, or found marked as wrong after what the visitor did, is told by its name, once', () => {
    at('c').setAttribute('aria-invalid', 'true');
    const { signals, clock } = watch('signal:field.error');
    fire(at('a'), 'invalid');
    at('b').setAttribute('aria-invalid', 'true');
    fire(document.forms[0]!, 'submit');
    fire(at('a'), 'focusin');
    clock.advance(250);
    fire(at('a'), 'input');
    clock.advance(250);
    const found = [
      ['field.error', 'street'],
      ['field.error', 'b'],
    ];
    expect(signals()).toEqual(found);
    at('b').setAttribute('aria-invalid', 'false');
    fire(at('b'), 'input');
    clock.advance(250);
    at('b').setAttribute('aria-invalid', 'true');
    fire(at('b'), 'focusout');
    clock.advance(250);
    expect(signals()).toEqual([...found, ['field.error', 'b']]);
    expect(clock.pending).toBe(0);
  });
});

describe('on the page', () => {
  it('[IN74] input is told once a second at most', () => {
    const { fed } = watch('idle');
    for (const timeStamp of [5_000, 5_500, 5_900, 6_100]) fire(document.body, 'pointermove', { timeStamp });
    expect(fed).toEqual([{ type: 'input' }, { type: 'input' }]);
  });

  it('[IN150] three clicks within a second and thirty pixels are rage; slower or farther they are not', () => {
    const { signals } = watch('signal:rage');
    const click = (timeStamp: number, clientX: number) =>
      fire(document.body, 'click', { timeStamp, clientX, clientY: 5 });
    for (const [ms, x] of [
      [0, 0],
      [600, 5],
      [1_200, 5],
      [5_000, 0],
      [5_100, 40],
      [5_200, 80],
    ] as const)
      click(ms, x);
    expect(signals()).toEqual([]);
    for (const ms of [9_000, 9_300, 9_600, 9_700]) click(ms, 10);
    expect(signals()).toEqual([['rage', undefined]]);
  });

  it('[IN150] the pointer that leaves by the top edge is about to go; by another edge, or within the page, it is not', () => {
    const { signals } = watch('signal:exit');
    const root = document.documentElement;
    fire(root, 'mouseleave', { clientY: 400 });
    fire(document.body, 'mouseleave', { clientY: 3 });
    expect(signals()).toEqual([]);
    fire(root, 'mouseleave', { clientY: -2 });
    expect(signals()).toEqual([['exit', undefined]]);
  });

  const scroll = (clock: { advance(ms: number): void }, ...ys: number[]) => {
    for (const y of ys) {
      Object.defineProperty(window, 'scrollY', { value: y, configurable: true });
      fire(document, 'scroll');
      fire(document, 'scroll');
      clock.advance(250);
    }
  };

  it('[IN150] on a phone a flick back to the top, after reading on, is about to go; slow scrolling and a desktop are not', () => {
    coarse = true;
    Object.defineProperty(window, 'innerHeight', { value: 700, configurable: true });
    const { signals, clock } = watch('signal:exit');
    scroll(clock, 600, 200, 1_500, 1_300, 1_100, 900, 700, 500, 300);
    expect(signals()).toEqual([]);
    scroll(clock, 1_500, 650);
    expect(signals()).toEqual([['exit', undefined]]);
    senses?.stop();
    coarse = false;
    const desktop = watch('signal:exit');
    scroll(desktop.clock, 1_500, 100);
    expect(desktop.signals()).toEqual([]);
  });

  it('[IN150] how deep the page was read is computed at most four times a second, and not at all unless a rule asks', () => {
    const height = vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockReturnValue(2_800);
    const none = watch('signal:rage');
    scroll(none.clock, 700);
    expect(height).not.toHaveBeenCalled();
    Object.defineProperty(window, 'scrollY', { value: 0, configurable: true });
    const { fed, clock, senses } = watch('fact:page.scroll');
    height.mockClear();
    for (let i = 0; i < 100; i++) {
      fire(document, 'scroll');
      clock.advance(10);
    }
    expect(height.mock.calls.length).toBeLessThanOrEqual(4);
    scroll(clock, 700, 1_400, 350);
    expect(fed.flatMap((event) => (event.type === 'fact' ? [event.value] : [])).at(-1)).toBe(75);
    Object.defineProperty(window, 'scrollY', { value: 0, configurable: true });
    senses.again();
    expect(fed.at(-1)).toEqual({ type: 'fact', name: 'page.scroll', value: 25 });
  });

  it('[IN151] [IN425] sections and products in the middle of the window are told by their names, also those that come later', () => {
    const tops: Record<string, number> = {};
    Object.defineProperty(window, 'innerHeight', { value: 800, configurable: true });
    Object.defineProperty(window, 'innerWidth', { value: 1_000, configurable: true });
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      const top = tops[this.id] ?? 2_000;
      return { top, bottom: top + 50, left: this.id === 'aside' ? 1_000 : 0, right: 1_200 } as DOMRect;
    });
    put(
      `<div id="r" data-theke-section="reviews"></div><i id="p1" data-theke-product="P-1"></i><i id="p2" data-theke-product="P-1"></i>
      <i id="aside" data-theke-product="P-2"></i>`,
    );
    const { fed, clock, senses } = watch('dwell:section', 'dwell:product');
    const move = (to: typeof tops) => {
      fed.length = 0;
      Object.assign(tops, to);
      scroll(clock, 10);
      return fed;
    };
    const product = (on: boolean) => ({ type: 'inside', what: 'product', name: 'P-1', on });
    // Just below and just above the middle half; in it, but beside the window.
    expect(move({ r: 600, p1: 150, aside: 400 })).toEqual([]);
    expect(move({ r: 599, p1: 151 })).toEqual([
      { type: 'inside', what: 'section', name: 'reviews', on: true },
      product(true),
    ]);
    expect(move({ p2: 300 })).toEqual([]);
    expect(move({ p1: 2_000 })).toEqual([]);
    expect(move({ p2: 2_000 })).toEqual([product(false)]);
    put('<div id="late" data-theke-section="faq"></div>');
    expect(move({ late: 400 })).toEqual([{ type: 'inside', what: 'section', name: 'faq', on: true }]);
    fed.length = 0;
    senses.again();
    expect(fed).toEqual([
      { type: 'inside', what: 'section', name: 'reviews', on: true },
      { type: 'inside', what: 'section', name: 'faq', on: true },
    ]);
    senses.stop();
    expect(move({ r: 2_000 })).toEqual([]);
  });

  it('[IN152] a step back within a single-page shop is told, forward is not; without the browser’s list any step counts as back', () => {
    const page = window as unknown as { navigation?: EventTarget & { currentEntry?: object } };
    page.navigation = Object.assign(new EventTarget(), { currentEntry: { index: 2 } });
    const { signals } = watch('signal:back');
    const go = (navigationType: string, from: number) =>
      fire(page.navigation!, 'currententrychange', { navigationType, from: { index: from } });
    go('push', 1);
    go('traverse', 1);
    expect(signals()).toEqual([]);
    go('traverse', 3);
    expect(signals()).toEqual([['back', undefined]]);
    page.navigation = undefined;
    const old = watch('signal:back');
    fire(window, 'popstate');
    expect(old.signals()).toEqual([['back', undefined]]);
  });

  it('[IN153] [IN425] nothing is listened to that no rule uses, and nothing is observed at all', () => {
    const added: string[] = [];
    for (const target of [document, window, document.documentElement])
      vi.spyOn(target, 'addEventListener').mockImplementation((name) => void added.push(name));
    for (const name of ['MutationObserver', 'IntersectionObserver'] as const)
      window[name] = class {
        constructor() {
          added.push(name);
        }
        observe() {}
        disconnect() {}
      } as never;
    const listened = (...wants: string[]) => {
      added.length = 0;
      watch(...wants);
      return [...new Set(added)].sort();
    };
    expect(listened()).toEqual([]);
    expect(listened('fact:cart.valueCents', 'dwell:page', 'dwell:site', 'signal:shop.own')).toEqual([]);
    expect(listened('dwell:form')).toEqual(['focusin', 'focusout']);
    expect(listened('signal:rage')).toEqual(['click']);
    expect(listened('signal:exit')).toEqual(['mouseleave', 'scroll']);
    expect(listened('signal:field.error')).toEqual(['click', 'focusin', 'focusout', 'input', 'invalid', 'submit']);
    expect(listened('dwell:section')).toEqual(['click', 'scroll']);
    expect(listened('fact:page.scroll')).toEqual(['scroll']);
  });
});
