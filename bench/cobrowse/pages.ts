/** A storefront of about so many elements: header, filters, and cards until it is full. Real-shaped, no scripts. */
export function storefront(elements: number): string {
  const cards: string[] = [];
  // A card has eight elements.
  for (let n = 1; n <= Math.max(1, Math.round((elements - 60) / 8)); n++) {
    cards.push(
      `<article class="card c${n % 7}"><a href="/p/${n}"><span class="pic" style="--hue:${n % 360}"></span><h3>Raincoat ${n}</h3></a>` +
        `<p class="price"><b>${99 + (n % 200)},95 €</b></p><button type="button" data-sku="${n}">Add to cart</button><small>Ready in ${1 + (n % 5)} days</small></article>`,
    );
  }
  const filters = Array.from({ length: 12 }, (_, n) => `<label><input type="checkbox" name="f${n}">Size ${n}</label>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Wetterfest</title><style>
:root{--ink:#1b1f24;--line:#e1e4e0}*{box-sizing:border-box}body{margin:0;font:16px/1.45 system-ui,sans-serif;color:var(--ink)}
header{display:flex;gap:16px;padding:16px;border-bottom:1px solid var(--line)}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:16px;padding:16px}
.card{border:1px solid var(--line);border-radius:8px;padding:12px}.card:hover{box-shadow:0 2px 12px #0002}.pic{display:block;aspect-ratio:4/3;border-radius:6px;background:hsl(var(--hue) 40% 80%)}
.price b{font-variant-numeric:tabular-nums}button{border:1px solid #1f6f54;background:#fff;border-radius:8px;padding:8px 12px}
#menu{display:none}#menu.open{display:block}.reel{display:flex;overflow:hidden}.reel i{flex:none;width:80px;height:40px;background:#1f6f54}
</style></head><body><header data-theke-show><strong>Wetterfest</strong><nav><a href="/">Home</a> <a href="/coats">Coats</a> <a href="/boots">Boots</a></nav>
<input id="search" placeholder="Search"><button id="open-menu" type="button">Menu</button><ul id="menu"><li>Men</li><li>Women</li><li>Children</li></ul></header>
<aside>${filters.join('')}</aside><div class="reel">${'<i></i>'.repeat(20)}</div><main data-theke-show>${cards.join('')}</main></body></html>`;
}
