/** What is shown in the conversation, small and large. */
export const mediaCss = `
:where(.c) :where(figure,figcaption){margin:0}
.med{margin-block:4px;width:280px;max-width:100%;border:1px solid var(--line);border-radius:14px;overflow:hidden;background:var(--paper)}
.med img{display:block;width:100%;min-height:96px;max-height:200px;object-fit:cover;background:var(--mist)}
.sheet{display:grid;place-items:center;height:84px;background:var(--mist);color:var(--ai)}
.c .sheet svg{width:32px;height:32px}
figcaption{display:flex;flex-wrap:wrap;align-items:center;gap:2px 10px;padding:6px 6px 6px 14px;font-weight:600;overflow-wrap:anywhere}
figcaption span{flex:1 1 120px}
figcaption .text{min-height:44px}
.c .large{width:min(1100px,100vw - 24px);max-width:none;padding:12px 16px 16px;gap:10px}
.large[open]{grid-template-rows:auto minmax(0,1fr)}
.large .top b{flex:1;font-size:16px;font-weight:600;overflow-wrap:anywhere}
.large>:is(img,video){position:static;width:100%;height:auto;max-height:calc(100dvh - 150px);object-fit:contain;background:var(--mist);border-radius:8px}
.large iframe{width:100%;height:calc(100dvh - 180px);border:1px solid var(--edge);border-radius:8px;background:#fff}
`;
