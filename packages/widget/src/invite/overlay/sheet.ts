/** The overlay's own look: a developer's tool, plainly not part of the shop. */
export const overlayCss = `
.debug{position:fixed;inset-block:12px;inset-inline-start:12px;width:min(420px,100vw - 24px);max-height:calc(100vh - 24px);display:flex;flex-direction:column;background:#14181c;color:#eceff1;border:1px solid #2d353c;border-radius:14px;box-shadow:0 8px 32px #0006;font:13px/1.45 system-ui;block-size:fit-content}
.debug header{display:flex;align-items:center;justify-content:space-between;padding:10px 14px;border-bottom:1px solid #2d353c}
.debug h2{font:600 14px/1.4 system-ui;margin:0}
.debug button{min-height:28px;padding:2px 10px;border-radius:8px;border:1px solid #8b96a0;background:none;color:inherit;font:inherit;cursor:pointer}
.debug .in{overflow:auto;padding:4px 14px 14px}
.debug :is(button,summary,.in):focus-visible{outline:2px solid #57b894;outline-offset:2px}
.debug details{border-bottom:1px solid #2d353c;padding-block:8px}
.debug summary{cursor:pointer;font-weight:600}
.debug summary i{font-style:normal;font-weight:400;color:#a3adb6}
.debug ul{list-style:none;margin:4px 0 0;padding-inline-start:14px}
.debug li::before{content:attr(data-mark);display:inline-block;width:1.4em;color:#a3adb6;margin-inline-start:-1.4em;text-align:center}
.debug li[data-mark="✓"]::before{color:#57b894}
.debug li[data-mark="✕"]::before{color:#ef8379}
.debug p{margin:4px 0;color:#a3adb6}
.debug p.is{color:#e0a64a}
.debug time{color:#a3adb6;font-variant-numeric:tabular-nums}
`;
