/** What is drawn over a shared page, and what it means. */
export const seenCss = `
.seen{border-block-start:1px solid var(--edge);padding-block-start:8px;display:grid;gap:6px;font-size:13px}
.seen ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 14px;padding-inline:4px}
.seen li{display:flex;align-items:center;gap:8px}
.seen .text{justify-self:start;min-height:44px}
.c.sight{z-index:2147483645}
.sight :is(div,.aim){position:fixed;inset:0 auto auto 0;pointer-events:none}
.hid{box-shadow:0 0 0 1px #fff9;border:2px solid #c8443b;border-radius:6px;background:repeating-linear-gradient(135deg,#c8443b4d 0 5px,#fff4 5px 10px)}
.hid.shop{border:2px dashed #6f7982;background:repeating-linear-gradient(45deg,#6f79824d 0 5px,#fff4 5px 10px)}
.hid.visitor{border:4px double #4a7bc8;background:#4a7bc84d}
.hid.default{box-shadow:none;border:1px dotted #6f7982;background:#80808030}
.hid i{position:absolute;inset-block-start:-2px;inset-inline-end:-2px;width:20px;height:20px;border-radius:6px;background:#6f7982;color:#fff;display:grid;place-items:center}
.hid.secret i{background:#c8443b}
.hid.visitor i{background:#4a7bc8}
.hid.default i{display:none}
.c .sight svg,.c.sight svg{width:14px;height:14px}
.seen li .hid{width:26px;height:16px;flex:none;box-shadow:none}
.mark{width:18px;height:18px;border-radius:6px;background:#fffc;color:#3d454d;display:grid;place-items:center}
.c .aim,.c.sight .aim{border:2px solid var(--ai);border-radius:8px;background:none;box-shadow:0 0 0 2px var(--paper)}
@media (forced-colors:active){.hid,.mark,.aim{forced-color-adjust:none}}
`;
