/** Cards, forms and codes. */
export const waysCss = `
.card{position:fixed;inset-block-end:calc(var(--theke-bottom,20px) + 68px);inset-inline-end:var(--theke-side,20px);width:min(340px,100vw - 24px);max-height:calc(100vh - 100px);overflow:auto;background:var(--paper);border:1px solid var(--edge);border-radius:18px;box-shadow:var(--card);padding:20px;display:grid;gap:16px}
.card .top{display:flex;gap:12px;align-items:flex-start}
.card b{font-weight:600;display:block}
.say{font-size:16px}
.asks{font-size:16px;font-weight:600}
a.btn{color:inherit;text-decoration:none;display:grid;place-items:center;border:1px solid var(--line);border-radius:var(--theke-radius,8px)}a.go{color:var(--on);border-color:#0000}
.missed{position:fixed;inset-block-end:calc(var(--theke-bottom,20px) + 68px);inset-inline-end:var(--theke-side,20px);background:var(--paper);box-shadow:var(--card);border-radius:22px;padding-inline:16px}
.card>.text{justify-self:center;color:var(--quiet);font-weight:400;margin-block:-8px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:10px}
.two .btn{padding-inline:8px}
.page{gap:14px;padding-block:20px}
.page h2{font-size:20px;line-height:1.3;font-weight:600}
.back{margin:-8px}
.digits{font-size:26px;font-weight:600;letter-spacing:.06em;font-variant-numeric:tabular-nums;background:var(--mist);border:1px solid var(--edge);border-radius:14px;padding:20px 8px;text-align:center;white-space:nowrap}
.field{display:block;font-size:13px;font-weight:600}
.field :is(input,textarea){display:block;width:100%;margin-top:4px;min-height:44px;padding:10px 12px;border-color:var(--line);font-size:16px;font-weight:400;line-height:1.4;resize:vertical}
.field [aria-invalid=true]{border-color:var(--brick)}
@media (max-width:480px),(max-height:420px){.card{inset-inline-end:12px}}
`;
