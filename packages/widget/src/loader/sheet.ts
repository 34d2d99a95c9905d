/**
 * The launcher's style, and the colours everything else builds on. `!important` on the host only: inside a shadow
 * root it wins over any rule of the page, `*{all:unset!important}` included.
 *
 * The accent's contrast is worked out by the browser from its luminance (`y` of XYZ), so any brand colour stays
 * readable and follows when the shop changes the property. Black on it from 0.179 up, where both are 4.58:1.
 */
export const launcherCss = `:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:0 auto auto 0!important;direction:inherit!important}
@media print{:host{display:none!important}}
.r{--a:var(--theke-accent,var(--site-accent,#1f6f54));--on:#fff;--ink:#1b1f24;color-scheme:light dark}
.light{color-scheme:light}.dark{color-scheme:dark}
@supports (color:light-dark(#000,color(from red xyz-d65 x y z))){.r{--a:var(--theke-accent,var(--site-accent,light-dark(#1f6f54,#57b894)));--k:clamp(0,(.179 - y)*1e6,1);--on:color(from var(--a) xyz-d65 calc(.9505*var(--k)) var(--k) calc(1.089*var(--k)));--ink:light-dark(#1b1f24,#eceff1)}}
.l{position:fixed;inset-block-end:calc(var(--theke-bottom,20px) + env(safe-area-inset-bottom));inset-inline-end:var(--theke-side,20px);width:56px;height:56px;border-radius:50%;background:var(--a);color:var(--on);display:grid;place-items:center;cursor:pointer;box-shadow:0 6px 24px #0003;border:1px solid #0000}
.l:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
.l svg{width:26px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.l[aria-expanded=true] path:first-child,.l[aria-expanded=false] path+path{opacity:0}
[hidden]{display:none}`;
