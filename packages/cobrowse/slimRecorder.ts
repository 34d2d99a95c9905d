/**
 * Leaves out of `@rrweb/record`, while building, what we never switch on: canvas and its worker, frames, mouse, media, fonts,
 * selection, custom elements, hooks. A quarter of its weight, and listeners and patches on the shop's page that nobody needs.
 *
 * Bound to the exact version we pin: a part that is not found where it was stops the build, so that an update is looked at.
 * For `vite.config.ts`; no part of what runs in a browser. Without it everything works the same, only heavier.
 */
export function slimRecorder(): { name: string; enforce: 'pre'; transform(code: string, id: string): string | null } {
  return {
    name: 'theke:slim-recorder',
    enforce: 'pre',
    transform: (code, id) => (/@rrweb\/record\/dist\/record\.js(\?|$)/.test(id) ? slim(code) : null),
  };
}

const idle = '{ return () => {}; }\n';

/** From, up to but not including, and what stands there instead. In the order of the file. */
const cuts: readonly (readonly [from: string, to: string, instead: string])[] = [
  ['function onceIframeLoaded(', 'function onceStylesheetLoaded(', 'function onceIframeLoaded() {}\n'],
  ['class BaseRRNode {', 'function on(type, fn', 'class BaseRRNode {}\n'],
  // What changed in an inline style: worked out on an element that a shop's policy may forbid to style, and then complains of.
  // The whole style is sent instead; it packs well.
  [
    '          if (typeof attributes.style === "string") {',
    '          return {\n            id: this.mirror.getId(attribute.node),',
    '',
  ],
  [
    '            if (attributeName === "style") {\n              if (!this.unattachedDoc) {',
    '            } else if (attributeName === "open" && target.tagName === "DIALOG") {',
    '            if (false) {\n',
  ],
  ['function initMoveObserver(', 'function initMouseInteractionObserver(', `function initMoveObserver() ${idle}`],
  [
    'function initMouseInteractionObserver(',
    'function initScrollObserver(',
    `function initMouseInteractionObserver() ${idle}`,
  ],
  [
    'function initMediaInteractionObserver(',
    'function initFontObserver(',
    `function initMediaInteractionObserver() ${idle}`,
  ],
  ['function initFontObserver(', 'function initSelectionObserver(', `function initFontObserver() ${idle}`],
  [
    'function initSelectionObserver(',
    'function initCustomElementObserver(',
    `function initSelectionObserver() ${idle}`,
  ],
  ['function initCustomElementObserver(', 'function mergeHooks(', `function initCustomElementObserver() ${idle}`],
  ['function mergeHooks(', 'function initObservers(', 'function mergeHooks() {}\n'],
  [
    'class CrossOriginIframeMirror {',
    'class ShadowDomManager {',
    'class IframeManager { addIframe() {} addLoadListener() {} attachIframe() {} }\n',
  ],
  [
    // With the worker's text, and the blob made of it as soon as the file is loaded.
    'const jsContent = ',
    'class StylesheetManager {',
    'class CanvasManager { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }\n',
  ],
];

/** The library's text without those parts. Throws when one of them is not there. */
export function slim(code: string): string {
  let rest = code;
  for (const [from, to, instead] of cuts) {
    const start = rest.indexOf(`\n${from}`);
    const end = rest.indexOf(`\n${to}`, start + 1);
    if (start < 0 || end < 0) throw new Error(`slimRecorder: no "${from}" in this version of @rrweb/record`);
    rest = `${rest.slice(0, start + 1)}${instead}${rest.slice(end + 1)}`;
  }
  return rest;
}
