/** A page of a shop with the one tag; `head` and `body` are put in as they are. */
export const shopPage = (more: { tag?: string; head?: string; body?: string; lang?: string } = {}) => `<!doctype html>
<html lang="${more.lang ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Wetterfest</title>${more.head ?? ''}</head><body>
${
  more.body ??
  `<main><h1>Rain jacket Norden</h1><p>Three layers, taped seams, made in Portugal.</p>
<form id="order"><label>Name <input name="name"></label> <label>Password <input type="password" name="p"></label></form>
<button type="button" id="first">Into the cart</button> <button type="button" data-theke-open="pharmacy">Chat with a pharmacist</button></main>`
}
${more.tag ?? '<script async src="/theke.js" data-site="demo"></script>'}
</body></html>`;
