// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { createDom } from '../dom.ts';
import { createTaps, type TapStore } from './taps.ts';

// jsdom has no CSS.escape; what is escaped here needs none.
Object.assign(window, { CSS: { escape: (text: string) => text } });

const html =
  '<main><div id="box"><p>one</p><p class="two">two</p></div><section><p>three</p></section></main><x-a></x-a>';
let kept: string[] = [];
const store: TapStore = {
  read: () => kept,
  write(keys) {
    kept = keys;
  },
};
const taps = () => createTaps({ dom: createDom(window), window, store });

function load(path: string): void {
  window.history.replaceState({}, '', path);
  document.body.replaceChildren(document.createRange().createContextualFragment(html));
  const root = document.querySelector('x-a')!.attachShadow({ mode: 'open' });
  root.append(document.createRange().createContextualFragment('<div><b>inner</b></div><b>other</b>'));
}
const paragraph = (text: string) => [...document.querySelectorAll('p')].find((p) => p.textContent === text)!;
const inner = () => document.querySelector('x-a')!.shadowRoot!.querySelector('b')!;

describe("the visitor's own taps", () => {
  beforeEach(() => {
    kept = [];
    load('/cart');
  });

  it('[PR107] hold on the next load of the page, for the same element and no other, in shadow roots too', () => {
    const first = taps();
    for (const element of [paragraph('two'), paragraph('three'), inner()]) first.hide(element);
    load('/cart');
    const second = taps();
    expect(['one', 'two', 'three'].map((text) => second.has(paragraph(text)))).toEqual([false, true, true]);
    expect(second.has(inner())).toBe(true);
    expect(second.has(inner().parentElement!.nextElementSibling!)).toBe(false);
    expect(new Set(second.all())).toEqual(new Set([paragraph('two'), paragraph('three'), inner()]));
  });

  it('[PR107] are of one page: the same place on another is another', () => {
    taps().hide(paragraph('two'));
    load('/checkout');
    const there = taps();
    expect(there.has(paragraph('two'))).toBe(false);
    expect(there.all()).toEqual([]);
    load('/cart');
    expect(there.has(paragraph('two'))).toBe(true);
  });

  it('[PR107] stay with an element that is moved, and with its place when a framework builds it anew', () => {
    const here = taps();
    const two = paragraph('two');
    here.hide(two);
    const copy = two.cloneNode(true) as Element;
    two.replaceWith(copy);
    expect(here.has(copy)).toBe(true);
    document.querySelector('section')!.append(two);
    expect(here.has(two)).toBe(true);
  });

  it('[PR107] can be taken back, for good', () => {
    const here = taps();
    here.hide(paragraph('two'));
    here.unhide(paragraph('two'));
    expect(here.has(paragraph('two'))).toBe(false);
    expect(here.all()).toEqual([]);
    expect(kept).toEqual([]);
  });

  it('[PR107] survive whatever stands where they are kept', () => {
    kept = [
      '',
      '/cart ',
      '/cart p[',
      '/cart >>> p',
      'x'.repeat(5_000),
      '/cart #box>p:nth-of-type(2)',
      null as unknown as string,
    ];
    const here = taps();
    expect(here.has(paragraph('two'))).toBe(true);
    expect(here.all()).toEqual([paragraph('two')]);
  });
});
