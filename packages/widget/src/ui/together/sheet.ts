import { shareCss } from './sheetShare.ts';

const questionCss = `
.two{display:grid;grid-template-columns:1fr 1fr;gap:10px}
dialog{position:fixed;inset:0;margin:auto;width:min(420px,100vw - 24px);max-height:calc(100dvh - 24px);overflow:auto;height:fit-content;background:var(--paper);color:var(--ink);border:1px solid var(--edge);border-radius:var(--radius);box-shadow:var(--card);padding:24px}
dialog[open]{display:grid;gap:20px}
.c dialog:focus{outline:0}
dialog::backdrop{background:#0f14188c}
dialog h2{font-size:20px;line-height:1.3;font-weight:600;text-wrap:balance}
dialog ul{list-style:none;display:grid;gap:12px}
dialog li{display:flex;gap:12px}
li svg{color:var(--ai)}
.check{display:flex;gap:10px;align-items:center;min-height:44px}
.check input{width:20px;height:20px;accent-color:var(--ai)}
.tile{padding:0;overflow:hidden;gap:0}
.pic{position:relative;aspect-ratio:16/10;background:#14181c;color:#eceff1;display:grid;place-items:center}
.pic video{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
.pic .own{inset:auto;inset-block-end:10px;inset-inline-end:10px;width:28%;height:auto;aspect-ratio:4/3;border-radius:8px;border:1px solid #fff6;transform:scaleX(-1)}
.pic .face{width:64px;height:64px;font-size:26px;background:#2d353c}
.over{position:absolute;inset-block-start:0;inset-inline:0;padding:10px 14px 24px;font-size:13px;color:#fff;background:linear-gradient(#000b,#0000);display:flex;justify-content:space-between;gap:8px}
.acts{display:flex;justify-content:center;gap:14px;padding:12px}
.round{width:48px;height:48px;border-radius:50%;display:grid;place-items:center;background:var(--mist);border-color:var(--line)}
.round.off{background:var(--ink);color:var(--paper)}
.round.end{background:#b3372f;color:#fff;border-color:#0000}
.tile>p{padding:12px 14px 0}
.tile>p:last-child{padding-block-end:12px}
`;

/** Questions, the shared view, and the call tile. */
export const togetherCss = questionCss + shareCss;
