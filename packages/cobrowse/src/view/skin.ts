import { frameMark } from '../events.ts';
import { bounds } from './guard.ts';

/** Our own style rules in one document of the view: what is not shown must look like that, what is told as a picture like the picture. */
export interface Skin {
  /** In the order they are adopted, before the page's own. */
  readonly sheets: readonly CSSStyleSheet[];
  /** How wide the visitor's scroll bars are. */
  scrollbar(px: number): void;
  /** A canvas: a frame without scripts draws none, nor knows how large it is. */
  canvas(id: number, width: number, height: number): void;
  /** What a canvas looks like now; false: too many. */
  still(id: number, image: string): boolean;
  forget(id: number): void;
  readonly stills: ReadonlyMap<number, string>;
}

const words = (text: string) => text.replace(/["\\\n\r\f]/g, ' ');
const hatched = 'repeating-linear-gradient(45deg,rgb(128 128 128/.14) 0 6px,transparent 6px 12px)';
export const canvasMark = 'theke-canvas';

function firm(frameLabel: string): string[] {
  return [
    `[${frameMark}]{display:inline-block;position:relative;overflow:hidden;background:${hatched};outline:1px dashed rgb(128 128 128/.6)}`,
    `[${frameMark}]::after{content:"${words(frameLabel)}";position:absolute;inset:0;display:grid;place-items:center;font:14px system-ui,sans-serif;color:#555}`,
    // A caret that blinks here would look like the agent could type.
    '*{caret-color:transparent!important}',
  ];
}

// Yields to every rule of the page.
const weak = `@layer{
:where(img:not([src]):not([srcset]),video:not([poster]),canvas){background:${hatched}}
:where(canvas){display:inline-block}
:where([theke-focus]){outline:auto 1px -webkit-focus-ring-color}
}`;

// As wide as the visitor's, and none where they have none or nobody knows: nothing may be narrower here than there.
const bars = (px: number) =>
  px === 0
    ? 'html{scrollbar-width:none!important}@layer{*{scrollbar-width:none}}'
    : `@layer{::-webkit-scrollbar{width:${px}px;height:${px}px}::-webkit-scrollbar-thumb{background:rgb(128 128 128/.5)}}`;

/** Makes a {@link Skin} for the document of this window. */
export function createSkin(window: Window & typeof globalThis, frameLabel: string): Skin {
  const base = new window.CSSStyleSheet();
  base.replaceSync([...firm(frameLabel), weak].join('\n'));
  const scrolling = new window.CSSStyleSheet();
  scrolling.replaceSync(bars(0));
  const pictures = new window.CSSStyleSheet();
  const rules = new Map<number, CSSStyleRule>();
  const stills = new Map<number, string>();

  function ruleOf(id: number): CSSStyleRule | null {
    const known = rules.get(id);
    if (known) return known;
    if (rules.size >= bounds.stills) return null;
    const at = pictures.cssRules.length;
    pictures.insertRule(`:where([${canvasMark}="${id}"]){}`, at);
    const rule = pictures.cssRules[at] as CSSStyleRule;
    rules.set(id, rule);
    return rule;
  }

  return {
    sheets: [base, scrolling, pictures],
    scrollbar: (px) => scrolling.replaceSync(bars(px)),
    canvas(id, width, height) {
      const rule = ruleOf(id);
      rule?.style.setProperty('width', `${width}px`);
      rule?.style.setProperty('aspect-ratio', `${width} / ${Math.max(1, height)}`);
    },
    still(id, image) {
      const rule = ruleOf(id);
      if (!rule) return false;
      stills.set(id, image);
      rule.style.setProperty('background', `url("${image}") center / 100% 100% no-repeat`, 'important');
      return true;
    },
    forget(id) {
      const rule = rules.get(id);
      if (!rule) return;
      rules.delete(id);
      stills.delete(id);
      const at = [...pictures.cssRules].indexOf(rule);
      if (at >= 0) pictures.deleteRule(at);
    },
    stills,
  };
}
