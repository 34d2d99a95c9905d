/** Questions, the shared-view bar and the call tile. */
export const togetherCss = `
.two{display:grid;grid-template-columns:1fr 1fr;gap:10px}
dialog{position:fixed;inset:0;margin:auto;width:min(420px,100vw - 24px);max-height:calc(100dvh - 24px);overflow:auto;height:fit-content;background:var(--paper);color:var(--ink);border:1px solid var(--edge);border-radius:var(--radius);box-shadow:var(--card);padding:24px}
dialog[open]{display:grid;gap:20px}
.c dialog:focus{outline:0}
dialog::backdrop{background:#0f14188c}
dialog h2{font-size:20px;line-height:1.3;font-weight:600;text-wrap:balance}
dialog ul{list-style:none;display:grid;gap:12px}
dialog li{display:flex;gap:12px}
li svg,.bar svg{color:var(--ai)}
.check{display:flex;gap:10px;align-items:center;min-height:44px}
.check input{width:20px;height:20px;accent-color:var(--ai)}
.stack{position:fixed;inset-block-end:var(--theke-bottom,20px);inset-inline-start:20px;z-index:1;display:flex;flex-direction:column;gap:12px;width:min(340px,100vw - 116px)}
.bar,.tile{background:var(--paper);border:1px solid var(--edge);border-radius:18px;box-shadow:var(--card);padding:14px;display:grid;gap:10px}
.bar p{display:flex;align-items:center;gap:10px;font-weight:600}
.bar .quiet{font-weight:400}
.bar .text{justify-self:start;margin-inline:-8px}
.frame{position:fixed;inset:0;border:3px solid var(--ai);pointer-events:none}
.hid{position:fixed;pointer-events:none;border:2px dashed #b3372f;border-radius:6px;background:repeating-linear-gradient(135deg,#b3372f1a 0 6px,#fff3 6px 12px)}
.hid i{position:absolute;inset-block-start:-2px;inset-inline-end:-2px;width:22px;height:22px;border-radius:6px;background:#b3372f;color:#fff;display:grid;place-items:center}
.hid i svg{width:16px;height:16px}
.tile{padding:0;overflow:hidden;gap:0}
.pic{position:relative;aspect-ratio:16/10;background:#14181c;color:#eceff1;display:grid;place-items:center}
video{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
.own{inset:auto;inset-block-end:10px;inset-inline-end:10px;width:28%;height:auto;aspect-ratio:4/3;border-radius:8px;border:1px solid #fff6;transform:scaleX(-1)}
.pic .face{width:64px;height:64px;font-size:26px;background:#2d353c}
.over{position:absolute;inset-block-start:0;inset-inline:0;padding:10px 14px 24px;font-size:13px;color:#fff;background:linear-gradient(#000b,#0000);display:flex;justify-content:space-between;gap:8px}
.acts{display:flex;justify-content:center;gap:14px;padding:12px}
.round{width:48px;height:48px;border-radius:50%;display:grid;place-items:center;background:var(--mist);border-color:var(--line)}
.round.off{background:var(--ink);color:var(--paper)}
.round.end{background:#b3372f;color:#fff;border-color:#0000}
.tile>p{padding:12px 14px 0}
.tile>p:last-child{padding-block-end:12px}
@media (max-width:480px),(max-height:420px){
.stack{inset-block:8px auto;inset-inline:8px;width:auto}
.open .stack{position:static;gap:0;max-height:55%;overflow:auto;flex:none}
.open .stack>*{border-radius:0;border:0;border-block-end:1px solid var(--edge);box-shadow:none}
.open .pic{aspect-ratio:2}
.open :is(.hid,.frame){display:none}
}
`;
