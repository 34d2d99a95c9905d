/** Bar and frame of a shared page, and what is drawn over it. */
export const shareCss = `
.stack{position:fixed;inset-block-end:var(--theke-bottom,20px);inset-inline-start:20px;z-index:1;display:flex;flex-direction:column;gap:12px;width:min(340px,100vw - 116px)}
.bar,.tile{background:var(--paper);border:1px solid var(--edge);border-radius:18px;box-shadow:var(--card);padding:8px 10px;display:grid;gap:2px}
.bar.shut{padding:4px}
.top,.row,.pills,.bar p:has(svg){display:flex;align-items:center;gap:4px 8px}
.row,.pills{flex-wrap:wrap;gap:0 6px}
.bar svg{color:var(--ai)}
.bar p{padding-inline:4px}
.top .btn{padding:6px 14px;line-height:1.2;text-wrap:balance;flex:none;max-width:134px}
.who2{flex:1;min-width:0;min-height:44px;display:flex;align-items:center;gap:8px;text-align:start;font-weight:600;line-height:1.25;padding-inline:4px}
.who2 span{flex:1;min-width:0;overflow-wrap:anywhere;text-wrap:balance}
.who2 .sr{flex:none}
.who2 svg:last-child{width:16px;height:16px;color:var(--quiet)}
.bar .quiet svg{width:16px;height:16px}
.deed{font-size:13px;padding-block:2px 4px}
.pill{display:flex;align-items:center;gap:8px;min-height:44px;padding:4px 6px;font-size:13px}
.pill:hover,.row .text:hover{background:var(--mist);text-decoration:none}
.pill i{width:30px;height:18px;border-radius:9px;border:1px solid var(--line);background:var(--mist);display:flex;padding:2px}
.pill i::before{content:"";width:12px;height:12px;border-radius:50%;background:var(--quiet)}
.pill[aria-checked=true] i{background:var(--ai);border-color:var(--ai);justify-content:end}
.pill[aria-checked=true] i::before{background:var(--paper)}
.pill[aria-disabled=true]{color:var(--quiet);cursor:default}
.row .text{min-height:44px}
.row .text[aria-expanded=true],.text[aria-pressed=true]{background:var(--tint)}
.pills .end{margin-inline-start:auto;min-height:44px}
.frame{position:fixed;inset:0;border:3px solid var(--ai);pointer-events:none}
.rests{border:3px dashed var(--line)}
.works{border:7px double var(--amber)}
@media (max-width:480px),(max-height:420px){
.stack{inset-block:8px auto;inset-inline:8px;width:auto}
.open .stack{position:static;gap:0;max-height:55%;overflow:auto;flex:none}
.open .stack>*{border-radius:0;border:0;border-block-end:1px solid var(--edge);box-shadow:none}
.open .pic{aspect-ratio:2}
.open .frame{display:none}
.bar.shut{padding:3px}
.who2{font-size:13px}
.top .btn{max-width:92px;padding-inline:10px;font-size:13px}
}
@media (forced-colors:active){.pill i::before{background:CanvasText}}
`;
