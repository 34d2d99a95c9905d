import { describe, expect, it } from 'vitest';
import { suit } from './suit.ts';
import { createCleaner } from './taste.ts';

describe('style sheets as they look there', () => {
  it("[VW109] what hangs on light or dark follows the visitor's choice, not the agent's", () => {
    const css = '@media (prefers-color-scheme: dark) and (width > 1px){a{color:red}}';
    expect(suit(css, 'dark')).toBe('@media (min-width:0px) and (width > 1px){a{color:red}}');
    expect(suit(css, 'light')).toBe('@media (max-width:0px) and (width > 1px){a{color:red}}');
    expect(suit(':root{color-scheme:light dark}', 'dark')).toBe(':root{color-scheme:dark}');
    expect(suit(':root{color-scheme: dark light !important}', 'light')).toBe(':root{color-scheme:light!important}');
    // A page that has only one keeps it.
    expect(suit(':root{color-scheme:only light}', 'dark')).toBe(':root{color-scheme:only light}');
    const clean = createCleaner(
      () => null,
      () => 'dark',
    );
    expect(clean.value('color-scheme', 'light dark')).toBe('dark');
    expect(clean.media('screen and (prefers-color-scheme: dark)')).toBe('screen and (min-width:0px)');
  });

  it("[VW112] what hangs on the mouse and the focus follows the visitor's, with the same weight", () => {
    expect(suit('a:hover>b:focus-visible,c:not(:active):focus-within{}', 'light')).toBe(
      'a[theke-hover]>b[theke-focus],c:not([theke-active])[theke-focus-within]{}',
    );
    expect(suit('x-card:not(:defined){visibility:hidden}', 'light')).toBe(
      'x-card:not(:not([theke-undefined])){visibility:hidden}',
    );
    // Nothing is found in texts, addresses or other names.
    const still = `a::after{content:"a:hover"}b{background:url("/x:hover")}c:hovered{}d:focus-ring{}`;
    expect(suit(still, 'light')).toBe(still);
  });
});
