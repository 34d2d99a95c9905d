import { panelCss } from './sheetPanel.ts';

/**
 * Tokens and what all parts share. Numbers are those of the design's table. `--ai` is the accent as ink: darkened or
 * lightened by its luminance until it reads on paper and mist, whatever the brand colour.
 */
const baseCss = `
.n{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;border-radius:11px;background:#b3372f;color:#fff;font:600 12px/22px system-ui}
[aria-expanded=true]>.n{opacity:0}
.r{--paper:#fff;--quiet:#5a626b;--mist:#f5f6f4;--edge:#e1e4e0;--line:#868d94;--amber:#9a5b00;--brick:#b3372f;--ai:var(--a);--tint:var(--mist);--card:0 2px 6px #0002,0 12px 40px #0003;--radius:var(--theke-radius,22px)}
@supports (color:light-dark(#000,color(from red xyz-d65 x y z))){.r{--paper:light-dark(#fff,#14181c);--quiet:light-dark(#5a626b,#a3adb6);--mist:light-dark(#f5f6f4,#1c2227);--edge:light-dark(#e1e4e0,#2d353c);--line:light-dark(#868d94,#76818b);--amber:light-dark(#9a5b00,#e0a64a);--brick:light-dark(#b3372f,#ef8379);--lo:min(1,.15/y);--hi:clamp(0,(.32 - y)/(1 - y),1);--ai:light-dark(color(from var(--a) xyz-d65 calc(x*var(--lo)) calc(y*var(--lo)) calc(z*var(--lo))),color(from var(--a) xyz-d65 calc(x + var(--hi)*(.9505 - x)) calc(y + var(--hi)*(1 - y)) calc(z + var(--hi)*(1.089 - z))));--tint:color-mix(in srgb,var(--a) 12%,var(--paper))}}
.c{position:relative;z-index:2147483647;color:var(--ink);font:14px/1.45 var(--theke-font,system-ui,sans-serif)}
:where(.c,.c *){box-sizing:border-box}
:where(.c) :where(p,ul,h2,b){margin:0;padding:0;font-size:inherit;font-weight:inherit}
:where(.c) :where(button,input,textarea){font:inherit;color:inherit;border:1px solid #0000;background:none;border-radius:8px;padding:0;margin:0}
:where(.c button){cursor:pointer}
.c :focus-visible{outline:2px solid var(--ai);outline-offset:2px}
.c svg{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.btn{min-height:44px;padding:9px 18px;font-weight:600;background:var(--mist);border-color:var(--line)}
.btn:hover,.ico:hover,.menu button:hover,.lnk:hover,.round:hover{background:var(--edge)}
.go,.go:hover,.snd{background:var(--a);color:var(--on);border-color:#0000}
:disabled{opacity:.6;cursor:default!important}
.ico{width:44px;height:44px;display:grid;place-items:center;color:var(--quiet);border-radius:50%}
.text{color:var(--ai);font-weight:600;min-height:28px;padding:2px 8px;font-size:13px}
.text:hover{text-decoration:underline}
.face{width:36px;height:36px;border-radius:50%;background:var(--tint);font-weight:600;display:grid;place-items:center;flex:none}
.quiet,.bad{color:var(--quiet);font-size:13px}
.bad{color:var(--brick)}
@media (prefers-reduced-motion:no-preference){.panel,.card,.bar,.tile,dialog{animation:in .16s ease-out}@keyframes in{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){.panel,.card,.bar,.tile,dialog,.btn,.bub,.snd{border:1px solid CanvasText!important}.comp:focus-within{outline:2px solid Highlight}}
`;

/** The sheet of the chat chunk. */
export const chatCss = baseCss + panelCss;
