/** Panel, thread and composer. On small screens the shell becomes one column as high as the keyboard leaves it. */
export const panelCss = `
.panel{position:fixed;inset-block-end:calc(var(--theke-bottom,20px) + 68px);inset-inline-end:var(--theke-side,20px);width:384px;height:min(640px,100vh - 104px - var(--theke-bottom,0px));display:flex;flex-direction:column;background:var(--paper);border:1px solid var(--edge);border-radius:var(--radius);box-shadow:var(--card);overflow:hidden}
.head{display:flex;align-items:center;gap:4px;padding:12px;padding-inline:20px 10px;border-block-end:1px solid var(--edge);position:relative}
.who{flex:1;min-width:0;padding-inline:8px}
.who>*{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.who b{font-size:16px;line-height:1.3;font-weight:600}
.menu{position:absolute;inset-block-start:60px;inset-inline-end:12px;z-index:2;background:var(--paper);border:1px solid var(--edge);border-radius:14px;box-shadow:var(--card);padding:6px;display:grid}
.menu button{min-height:44px;padding:8px 14px;text-align:start}
.log,.page{flex:1;min-height:96px;overflow-y:auto;overscroll-behavior:contain;padding:16px 20px;display:flex;flex-direction:column;gap:2px}
.log:focus-visible{outline-offset:-4px;border-radius:var(--radius)}
.log>:first-child{margin-block-start:auto}
.day,.ev{align-self:center;text-align:center;color:var(--quiet);font-size:12px;margin-block:12px 8px}
.from{font-size:12px;color:var(--quiet);margin-block:12px 4px;display:flex;align-items:center;gap:8px}
.from .face{width:24px;height:24px}
.line{display:flex;flex-direction:column;align-items:flex-start;max-width:86%;align-self:flex-start}
.line+.sr+.line{margin-block-start:10px}
.mine{align-items:flex-end;align-self:flex-end}
.bub{padding:9px 14px;border-radius:16px;border-start-start-radius:6px;background:var(--mist);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.mine .bub{background:var(--a);color:var(--on);border-radius:16px;border-end-end-radius:6px}
.bub a{color:inherit}
.state{font-size:12px;color:var(--quiet);padding:3px 4px;font-variant-numeric:tabular-nums}
.state.bad{color:var(--brick)}
.lnk{display:flex;gap:12px;align-items:center;padding:12px 14px;border:1px solid var(--line);border-radius:14px;color:inherit;text-decoration:none;font-weight:600;overflow-wrap:anywhere}
.hello{margin-block:auto;text-align:center;padding:16px 8px}
.hello b{display:block;font-size:20px;font-weight:600;line-height:1.5}
.typing{min-height:22px;padding-inline:24px;font-size:12px;color:var(--quiet)}
.now{margin:0 12px 10px;padding:10px 14px;border-radius:14px;background:var(--tint);font-size:13px}
.warn{background:var(--mist);color:var(--amber)}
.comp{display:flex;align-items:flex-end;margin:0 12px 12px;padding:3px;border:1px solid var(--line);border-radius:26px}
.comp:focus-within{border-color:var(--ai);box-shadow:0 0 0 1px var(--ai)}
.c .comp textarea{flex:1;min-width:0;resize:none;outline:0;border:0;padding:11px 16px;line-height:22px;height:44px;max-height:132px}
.comp textarea::placeholder{color:var(--quiet);opacity:1}
.snd{width:44px;height:44px;border-radius:50%;display:grid;place-items:center;flex:none}
.snd:disabled{background:var(--mist);color:var(--quiet)}
.foot{display:flex;flex-wrap:wrap;justify-content:center;gap:4px 12px;padding:0 12px 10px}
@media (max-width:480px),(max-height:420px){
.open{position:fixed;inset:0;height:var(--vvh,100dvh);transform:translateY(var(--vvt,0));display:flex;flex-direction:column;background:var(--paper)}
.open .panel{position:relative;inset:auto;flex:1;width:auto;height:auto;min-height:0;border:0;border-radius:0;box-shadow:none;animation:none;overflow-y:auto}
.r:has(.open)>.l{display:none}
.comp textarea{font-size:16px}
}
`;
