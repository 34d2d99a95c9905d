// Pages full of planted words. Each is unlike anything else, so that one search over all bytes tells whether any of them left.
//
// To compare with other recorders, on the very same page and script:
//
//   const { html, acts } = canaryPage();          // plants at least 120 words in the page and as many in what happens to it
//   … serve `html`, start the recorder in the page, then run each of `acts` in it (classic scripts), a few ms apart …
//   countLeaks(everythingThatWasSent)             // how many planted words stand in that text; `leaks(text)` names their places
//   planted()                                     // of how many
//
// `countLeaks` wants the text as the recorder made it: unpacked, JSON. With the bare recorder that is `JSON.stringify(events)`,
// once with default options and once with `maskAllInputs: true`; with ours the unpacked chunks (`sentText`).

let made = 0;
const names = new Map<string, string>();

/** A new planted word; `where` is what a failure names. Letters only: no rule about numbers may save it. */
export function plant(where: string): string {
  made += 1;
  const letters = [...String(made).padStart(4, '0')].map((digit) => 'bcdfghjklm'[Number(digit)]).join('');
  const word = `zq${letters}vxw`;
  names.set(word, where);
  return word;
}

/** Where the planted words that are in a text stand on the page. */
export function leaks(text: string): string[] {
  const low = text.toLowerCase();
  return [...names].filter(([word]) => low.includes(word)).map(([, where]) => where);
}

/** The same; older name. */
export const found = leaks;

/** How many planted words are in a text. */
export const countLeaks = (text: string): number => leaks(text).length;

export const planted = () => names.size;

/** Starts counting anew: a page made for another recorder has words of its own. */
export function uproot(): void {
  names.clear();
}

/** Something on a page in which a word can stand: on it from the start, and put there later. */
interface Place {
  where: string;
  html(word: string): string;
}

const place = (where: string, html: (word: string) => string): Place => ({ where, html });
const svg = (inner: string) => `<svg viewBox="0 0 20 20" width="20" height="20">${inner}</svg>`;
const dataSvg = (word: string) =>
  `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Ctext%3E${word}%3C/text%3E%3C/svg%3E`;

/** Places in the head. */
const headPlaces: Place[] = [
  place('meta description', (w) => `<meta name="description" content="${w}">`),
  place('meta csrf', (w) => `<meta name="csrf-token" content="${w}">`),
  place('meta name', (w) => `<meta name="${w}" content="x">`),
  place('meta http-equiv', (w) => `<meta http-equiv="x-user" content="${w}">`),
  place('meta property', (w) => `<meta property="og:title" content="${w}">`),
  place('canonical', (w) => `<link rel="canonical" href="/c/${w}">`),
  place('preload', (w) => `<link rel="preload" as="image" href="/asset/p?x=${w}">`),
  place('prefetch', (w) => `<link rel="prefetch" href="/asset/${w}">`),
  place('dns-prefetch', (w) => `<link rel="dns-prefetch" href="//${w}.example">`),
  place('icon', (w) => `<link rel="icon" href="/asset/i?x=${w}">`),
  place('manifest', (w) => `<link rel="manifest" href="/asset/m?x=${w}">`),
  place('link rel', (w) => `<link rel="${w}" href="/asset/x">`),
  place('link title', (w) => `<link rel="alternate" title="${w}" href="/asset/x">`),
  place('json-ld', (w) => `<script type="application/ld+json">{"name":"${w}"}</script>`),
  place('script', (w) => `<script>window.state = { name: "${w}" };</script>`),
  place('import map', (w) => `<script type="text/x-map">{"imports":{"${w}":"/x.js"}}</script>`),
  place('css comment', (w) => `<style>/* ${w} */</style>`),
  place('css content', (w) => `<style>.a::before{content:"${w}"}</style>`),
  place('css content escaped', (w) => `<style>.a1::before{content:"\\7a ${w.slice(1)}"}</style>`),
  place('css quotes', (w) => `<style>.a2{quotes:"${w}" "x"}</style>`),
  place('css url query', (w) => `<style>.b{background:url(/asset/bg.png?u=${w})}</style>`),
  place('css url path', (w) => `<style>.b1{background:url(/asset/${w}/bg.png)}</style>`),
  place('css url fragment', (w) => `<style>.b2{mask:url(#${w})}</style>`),
  place('css foreign url', (w) => `<style>.e{background:url(https://other.example/${w}.png)}</style>`),
  place('css image-set', (w) => `<style>.e1{background:image-set("/asset/${w}.png" 1x)}</style>`),
  place('css variable in quotes', (w) => `<style>.c{--said:"${w}"}</style>`),
  place('css variable without quotes', (w) => `<style>.c1{--said:${w}}</style>`),
  place('css variable in words', (w) => `<style>.c2{--said: hello ${w} and 12px}</style>`),
  place('css variable in brackets', (w) => `<style>.c3{--said:{ a: b; c: ${w} }}</style>`),
  place('css attribute selector', (w) => `<style>[data-user="${w}"]{color:red}</style>`),
  place('css attribute selector without quotes', (w) => `<style>[data-user=${w}]{color:red}</style>`),
  place('css data svg', (w) => `<style>.d{background:url("${dataSvg(w)}")}</style>`),
  place(
    'css data svg attribute',
    (w) =>
      `<style>.d1{background:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' aria-label='${w}'%3E%3C/svg%3E")}</style>`,
  ),
  place('css import', (w) => `<style>@import "/asset/x.css?${w}";</style>`),
  place('css namespace', (w) => `<style>@namespace p "http://${w}.example/";</style>`),
  place('css counter style', (w) => `<style>@counter-style x1 { system: cyclic; symbols: ${w}; suffix: " " }</style>`),
  place(
    'css counter style in quotes',
    (w) => `<style>@counter-style x2 { system: cyclic; symbols: "${w}"; suffix: "${w}" }</style>`,
  ),
  place('style title', (w) => `<style title="${w}">.f{}</style>`),
  place('style media', (w) => `<style media="(${w}: 1)">.f1{}</style>`),
];

/** Places in the body, nothing of which the shop shows. */
const bodyPlaces: Place[] = [
  place('comment', (w) => `<!-- ${w} -->`),
  place('noscript', (w) => `<noscript>${w}</noscript>`),
  place('noscript url', (w) => `<noscript><img src="/asset/ns?${w}"></noscript>`),
  place('template', (w) => `<template><p>${w}</p></template>`),
  place('template attribute', (w) => `<template><p title="${w}"></p></template>`),
  place('heading', (w) => `<h1>${w}</h1>`),
  place('paragraph', (w) => `<p>${w}</p>`),
  place('bold', (w) => `<p>x <b>${w}</b></p>`),
  place('pre', (w) => `<pre>${w}</pre>`),
  place('bdo', (w) => `<bdo dir="rtl">${w}</bdo>`),
  place('marquee', (w) => `<marquee>${w}</marquee>`),
  place('ruby', (w) => `<ruby>x<rt>${w}</rt></ruby>`),
  place('list', (w) => `<ul><li>${w}</li></ul>`),
  place('list value', (w) => `<ol><li value="${w}">x</li></ol>`),
  place('list start', (w) => `<ol start="${w}"><li>x</li></ol>`),
  place('definition', (w) => `<dl><dt>x<dd>${w}</dl>`),
  place('address', (w) => `<address>${w}</address>`),
  place('quote', (w) => `<blockquote cite="/q/${w}">x</blockquote>`),
  place('quote text', (w) => `<q>${w}</q>`),
  place('inserted', (w) => `<ins datetime="${w}">x</ins>`),
  place('time', (w) => `<time datetime="2020">${w}</time>`),
  place('datetime', (w) => `<time datetime="${w}">x</time>`),
  place('data value', (w) => `<data value="${w}">x</data>`),
  place('abbreviation', (w) => `<abbr title="${w}">x</abbr>`),
  place('output', (w) => `<output>${w}</output>`),
  place('output name', (w) => `<output name="${w}" for="${w}">x</output>`),
  place('progress', (w) => `<progress value="3" max="9" title="${w}">${w}</progress>`),
  place('meter', (w) => `<meter value="3" min="0" max="9" title="${w}">${w}</meter>`),
  place('details', (w) => `<details open>${w}</details>`),
  place('summary', (w) => `<details><summary>${w}</summary></details>`),
  place('details name', (w) => `<details name="${w}">x</details>`),
  place('dialog', (w) => `<dialog open>${w}</dialog>`),
  place('popover', (w) => `<div popover id="pop">${w}</div>`),
  place('caption', (w) => `<table><caption>${w}</caption></table>`),
  place('cell', (w) => `<table><tr><td>${w}</td></tr></table>`),
  place('cell abbreviation', (w) => `<table><tr><th abbr="${w}">x</th></tr></table>`),
  place('cell headers', (w) => `<table><tr><td headers="${w}">x</td></tr></table>`),
  place('table summary', (w) => `<table summary="${w}"><tr><td>x</td></tr></table>`),
  place('table background', (w) => `<table background="/asset/${w}.png" bgcolor="${w}"><tr><td>x</td></tr></table>`),
  place('font face', (w) => `<font face="${w}" color="${w}">x</font>`),
  place('body-like attribute', (w) => `<div background="/asset/${w}" text="${w}">x</div>`),
  place('custom element text', (w) => `<x-card>${w}</x-card>`),
  place('custom element attribute', (w) => `<x-card user="${w}" open="${w}"></x-card>`),
  place('custom element type', (w) => `<x-card type="${w}" role="${w}" size="${w}"></x-card>`),
  place('custom element part', (w) => `<x-card part="${w}" exportparts="${w}"></x-card>`),
  place('custom element slot', (w) => `<x-card><p slot="${w}">x</p></x-card>`),
  place('customised built-in', (w) => `<p is="x-${w}">x</p>`),
  place('class', (w) => `<p class="${w}">x</p>`),
  place('class among others', (w) => `<p class="a user-${w} b">x</p>`),
  place('id', (w) => `<p id="user-${w}">x</p>`),
  place('lang', (w) => `<p lang="${w}">x</p>`),
  place('direction', (w) => `<p dir="${w}">x</p>`),
  place('item property', (w) => `<span itemprop="sku" content="${w}">x</span>`),
  place('item id', (w) => `<span itemscope itemid="urn:${w}" itemtype="http://x/${w}">x</span>`),
  place('rdfa', (w) => `<span property="name" content="${w}" resource="#${w}" typeof="${w}">x</span>`),
  place('data attribute', (w) => `<p data-user="${w}">x</p>`),
  place('data attribute name', (w) => `<p data-${w}="1">x</p>`),
  place('title attribute', (w) => `<p title="${w}">x</p>`),
  place('event handler', (w) => `<p onclick="void '${w}'">x</p>`),
  place('access key', (w) => `<p accesskey="${w}">x</p>`),
  place('nonce', (w) => `<p nonce="${w}">x</p>`),
  place('aria-label', (w) => `<p aria-label="${w}">x</p>`),
  place('aria-description', (w) => `<p aria-description="${w}">x</p>`),
  place('aria-valuetext', (w) => `<p role="slider" aria-valuetext="${w}" aria-valuenow="${w}">x</p>`),
  place('aria-roledescription', (w) => `<p aria-roledescription="${w}">x</p>`),
  place('aria-placeholder', (w) => `<p aria-placeholder="${w}">x</p>`),
  place('aria-keyshortcuts', (w) => `<p aria-keyshortcuts="${w}" aria-details="${w}">x</p>`),
  place('aria-controls', (w) => `<p aria-controls="${w}" aria-owns="${w}" aria-describedby="${w}">x</p>`),
  place('aria state', (w) => `<p aria-current="${w}" aria-expanded="${w}" aria-level="${w}">x</p>`),
  place('style url', (w) => `<p style="background:url(/asset/w.png?u=${w})">x</p>`),
  place('style url path', (w) => `<p style="background-image:url(/asset/${w}.png)">x</p>`),
  place('style data url', (w) => `<p style="background:url(&quot;${dataSvg(w)}&quot;)">x</p>`),
  place('style variable', (w) => `<p style="--said:'${w}'">x</p>`),
  place('style variable without quotes', (w) => `<p style="--said:${w}">x</p>`),
  place('style variable name', (w) => `<p style="--${w}:1">x</p>`),
  place('style counter', (w) => `<p style="counter-reset:${w} 7">x</p>`),
  place('style transition name', (w) => `<p style="view-transition-name:${w}">x</p>`),
  place('style anchor name', (w) => `<p style="anchor-name:--${w}">x</p>`),
  place('style list sign', (w) => `<p style="display:list-item;list-style-type:'${w}'">x</p>`),
  place('link text', (w) => `<a href="/o/list">${w}</a>`),
  place('link query', (w) => `<a href="/o/list?mail=${w}">x</a>`),
  place('link fragment', (w) => `<a href="/o/list#${w}">x</a>`),
  place('link fragment alone', (w) => `<a href="#${w}">x</a>`),
  place('link path', (w) => `<a href="/o/${w}">x</a>`),
  place('link user', (w) => `<a href="https://${w}:pw@x.example/">x</a>`),
  place('link host', (w) => `<a href="https://${w}.example/">x</a>`),
  place('mail link', (w) => `<a href="mailto:${w}@x.org">x</a>`),
  place('script link', (w) => `<a href="javascript:void '${w}'">x</a>`),
  place('ping', (w) => `<a href="/" ping="/p?${w}">x</a>`),
  place('download', (w) => `<a href="/" download="${w}.pdf">x</a>`),
  place('link target', (w) => `<a href="/" target="${w}" hreflang="${w}" type="${w}">x</a>`),
  place('link relation', (w) => `<a href="/" rel="${w}" rev="${w}">x</a>`),
  place('image query', (w) => `<img src="/asset/img.png?u=${w}">`),
  place('image path', (w) => `<img src="/asset/${w}.png">`),
  place('source set', (w) => `<img src="/asset/a.png" srcset="/asset/i2.png?${w} 2x">`),
  place(
    'picture source',
    (w) => `<picture><source srcset="/asset/${w}.png" media="(${w})"><img src="/asset/a.png"></picture>`,
  ),
  place('image data svg', (w) => `<img src="${dataSvg(w)}">`),
  place('alt', (w) => `<img src="/asset/a.png" alt="${w}">`),
  place('long description', (w) => `<img src="/asset/a.png" longdesc="/d/${w}" name="${w}">`),
  place('image map', (w) => `<img src="/asset/a.png" usemap="#${w}"><map name="${w}"></map>`),
  place('area', (w) => `<map name="m"><area href="/ar?${w}" alt="${w}" shape="rect" coords="0,0,1,1"></map>`),
  place('poster', (w) => `<video poster="/asset/v?${w}"></video>`),
  place('video', (w) => `<video src="/asset/v?${w}" title="${w}"></video>`),
  place('track', (w) => `<video><track src="/asset/t?${w}" label="${w}" srclang="${w}"></video>`),
  place('audio', (w) => `<audio src="/asset/a?${w}">${w}</audio>`),
  place('object', (w) => `<object data="/asset/o?${w}"><p>${w}</p></object>`),
  place('object parameter', (w) => `<object><param name="user" value="${w}"></object>`),
  place('embed', (w) => `<embed src="/asset/e?${w}">`),
  place('frame address', (w) => `<iframe src="/frame?${w}" loading="lazy"></iframe>`),
  place('frame name', (w) => `<iframe name="${w}" title="${w}" allow="${w}"></iframe>`),
  place('frame text', (w) => `<iframe srcdoc="<p>${w}</p>"></iframe>`),
  place('frame field', (w) => `<iframe srcdoc="<input value=${w}>"></iframe>`),
  place('canvas', (w) => `<canvas title="${w}">${w}</canvas>`),
  place('svg label', (w) => svg(`<g aria-label="${w}"><path d="M0 0h9"/></g>`)),
  place('svg title', (w) => svg(`<title>${w}</title>`)),
  place('svg description', (w) => svg(`<desc>${w}</desc>`)),
  place('svg text', (w) => svg(`<text>${w}</text>`)),
  place('svg text span', (w) => svg(`<text><tspan>${w}</tspan></text>`)),
  place('svg metadata', (w) => svg(`<metadata>${w}</metadata>`)),
  place('svg link', (w) => svg(`<a href="/s?${w}"><path d="M0 0"/></a>`)),
  place('svg use', (w) => svg(`<use href="#${w}"/>`)),
  place('svg use elsewhere', (w) => svg(`<use href="/asset/sprite.svg?${w}#x"/>`)),
  place('svg id', (w) => svg(`<linearGradient id="${w}"/><rect fill="url(#${w})" width="9" height="9"/>`)),
  place('svg image', (w) => svg(`<image href="/asset/${w}.png"/>`)),
  place('svg foreign object', (w) => svg(`<foreignObject><p>${w}</p></foreignObject>`)),
  place('svg style', (w) => svg(`<style>.s{--x:"${w}"}</style>`)),
  place('svg animation', (w) => svg(`<animate attributeName="x" values="${w}" begin="${w}"/>`)),
  place('svg font', (w) => svg(`<text font-family="${w}">x</text>`)),
  place('svg filter names', (w) => svg(`<filter id="f"><feBlend in="${w}" result="${w}"/></filter>`)),
  place('svg path words', (w) => svg(`<path d="${w}"/>`)),
  place('svg script', (w) => svg(`<script>"${w}"</script>`)),
  place('math', (w) => `<math><mtext>${w}</mtext></math>`),
  place(
    'math annotation',
    (w) => `<math alttext="${w}"><semantics><mi>x</mi><annotation>${w}</annotation></semantics></math>`,
  ),
  place('form action', (w) => `<form action="/buy?${w}"></form>`),
  place('form name', (w) => `<form name="${w}" target="${w}" accept-charset="${w}"></form>`),
  place('button action', (w) => `<button formaction="/buy?${w}">x</button>`),
  place('button text', (w) => `<button>${w}</button>`),
  place('button value', (w) => `<button name="${w}" value="${w}">x</button>`),
  place('submit value', (w) => `<input type="submit" value="${w}">`),
  place('button input value', (w) => `<input type="button" value="${w}">`),
  place('image button', (w) => `<input type="image" src="/asset/${w}.png" alt="${w}">`),
  place('label text', (w) => `<label for="x">${w}</label>`),
  place('label for', (w) => `<label for="${w}">x</label>`),
  place('legend', (w) => `<fieldset><legend>${w}</legend></fieldset>`),
  place('fieldset name', (w) => `<fieldset name="${w}" form="${w}"></fieldset>`),
  place('value attribute', (w) => `<input value="${w}">`),
  place('field name', (w) => `<input name="${w}">`),
  place('field id', (w) => `<input id="${w}">`),
  place('placeholder', (w) => `<input placeholder="${w}">`),
  place('field title', (w) => `<input title="${w}" aria-label="${w}">`),
  place('field pattern', (w) => `<input pattern="${w}" form="${w}" dirname="${w}">`),
  place('field type', (w) => `<input type="${w}">`),
  place('field autocomplete', (w) => `<input autocomplete="section-${w} name">`),
  place('hidden field', (w) => `<input type="hidden" name="t" value="${w}">`),
  place('password', (w) => `<input type="password" value="${w}">`),
  place('password shown before', (w) => `<input type="text" name="password" value="${w}">`),
  place('search', (w) => `<input type="search" value="${w}">`),
  place('mail', (w) => `<input type="email" value="${w}@example.org">`),
  place('telephone', (w) => `<input type="tel" value="${w}">`),
  place('address field', (w) => `<input type="url" value="https://${w}.example/">`),
  place('number field', (w) => `<input type="number" min="${w}" max="${w}" step="${w}">`),
  place('checkbox', (w) => `<input type="checkbox" value="${w}" checked>`),
  place('radio', (w) => `<input type="radio" name="${w}" value="${w}" checked>`),
  place('file field', (w) => `<input type="file" accept=".${w}">`),
  place('text area', (w) => `<textarea>${w}</textarea>`),
  place('text area placeholder', (w) => `<textarea placeholder="${w}"></textarea>`),
  place('option', (w) => `<select><option>${w}</option></select>`),
  place('option value', (w) => `<select><option value="${w}">x</option></select>`),
  place('option label', (w) => `<select><option label="${w}">x</option></select>`),
  place('option group', (w) => `<select><optgroup label="${w}"><option>x</option></optgroup></select>`),
  place('list box', (w) => `<select multiple><option selected>${w}</option></select>`),
  place('data list', (w) => `<input list="dl"><datalist id="dl"><option value="${w}">${w}</option></datalist>`),
  place('list of a field', (w) => `<input list="${w}">`),
  place('content editable', (w) => `<div contenteditable>${w}</div>`),
  place('content editable, plain', (w) => `<p contenteditable="plaintext-only">${w}</p>`),
  place('content editable, inner', (w) => `<div contenteditable><p>x <b title="${w}">${w}</b></p></div>`),
  place('read-only field', (w) => `<input readonly value="${w}">`),
  place('disabled field', (w) => `<input disabled value="${w}">`),
  place('declared shadow root', (w) => `<div><template shadowrootmode="open"><p>${w}</p></template></div>`),
  place('our own widget', (w) => `<div data-theke-widget><p title="${w}">${w}</p></div>`),
];

/** What happens on the page while it is shared, beyond all that is put there; each is code for that page. */
function happenings(k: typeof plant): string[] {
  return [
    `q('para').firstChild.data = '${k('text changed')}'`,
    `q('later').append(Object.assign(document.createElement('p'), { textContent: '${k('text added')}', title: '${k('title added')}' }))`,
    `q('later').setAttribute('title', '${k('title set')}')`,
    `q('later').setAttribute('data-who', '${k('data set')}')`,
    `q('later').setAttribute('aria-label', '${k('aria set')}')`,
    `q('later').className = '${k('class set')}'`,
    `q('later').setAttribute('role', '${k('role set')}'); q('later').setAttribute('lang', '${k('lang set')}')`,
    `q('later').slot = '${k('slot set')}'; q('later').part = '${k('part set')}'`,
    `q('f1').setAttribute('placeholder', '${k('placeholder set')}')`,
    `q('f1').setAttribute('value', '${k('value attribute set')}')`,
    `q('f1').value = '${k('value set')}'`,
    `q('f1').type = '${k('type set')}'; q('f1').type = 'text'`,
    `q('f1').setCustomValidity('${k('validity message')}')`,
    `q('f1').setSelectionRange(0, 3); q('f1').focus(); void '${k('script source')}'`,
    `q('pw').value = '${k('password set')}'`,
    `q('pw').type = 'text'`,
    `q('pw').value = '${k('password set after it was shown')}'; q('pw').dispatchEvent(new Event('input', { bubbles: true }))`,
    `q('taprop').value = '${k('textarea set')}'; q('taprop').dispatchEvent(new Event('input', { bubbles: true }))`,
    `q('ta').textContent = '${k('textarea text changed')}'`,
    `q('sel').append(new Option('${k('option added')}', '${k('option value added')}')); q('sel').selectedIndex = 1; q('sel').dispatchEvent(new Event('change', { bubbles: true }))`,
    `q('sel').options[0].text = '${k('option changed')}'; q('sel').options[0].label = '${k('option label changed')}'`,
    `q('ce').textContent = '${k('contenteditable changed')}'`,
    `document.execCommand && (q('ce').focus(), document.execCommand('insertText', false, '${k('inserted by command')}'))`,
    `document.querySelector('style').sheet.insertRule('.z::before{content:"${k('rule inserted')}"}', 0)`,
    `document.querySelector('style').sheet.insertRule('.zz{--name:${k('variable inserted')}}', 0)`,
    `document.querySelector('style').sheet.insertRule('.zy{background:url(/asset/${k('address inserted')}.png)}', 0)`,
    `document.querySelector('style').sheet.cssRules[0].style.setProperty('content', '"${k('declaration set')}"')`,
    `document.querySelector('style').sheet.cssRules[0].style.setProperty('--said', '${k('variable declared')}')`,
    `document.querySelector('style').sheet.cssRules[0].selectorText = '.zx[data-a="${k('selector changed')}"]'`,
    `own.insertRule('.y::before{content:"${k('rule inserted in a constructed sheet')}"}')`,
    `own.replaceSync('.x::before{content:"${k('sheet replaced')}"}')`,
    `(() => { const s = new CSSStyleSheet(); s.replaceSync('.w::before{content:"${k('sheet adopted')}"}'); document.adoptedStyleSheets = [own, s]; })()`,
    `root.adoptedStyleSheets[0].replaceSync('p{--x:${k('shadow sheet replaced')}}')`,
    `document.querySelector('style').append('.v::before{content:"${k('style text added')}"}')`,
    `q('later').style.setProperty('--x', '"${k('style set')}"')`,
    `q('later').style.setProperty('--y', '${k('style word set')}')`,
    `q('later').style.backgroundImage = 'url(/asset/${k('style background set')}.png)'`,
    `q('later').setAttribute('style', 'background:url(/asset/x.png?${k('style attribute set')})')`,
    `q('later').append(document.createComment('${k('comment added')}'))`,
    `history.pushState({}, '', '?mail=${k('pushState query')}#${k('pushState fragment')}'); q('later').className = 'moved'`,
    `history.pushState({ name: '${k('history state')}' }, '${k('history title')}', '/u/${k('pushState user')}'); q('later').className = 'moved again'`,
    `location.hash = '${k('hash set')}'; q('later').className = 'moved on'`,
    `document.title = '${k('title changed')}'`,
    `document.cookie = 'a=${k('cookie')}'; localStorage.setItem('a', '${k('stored')}'); window.name = '${k('window name')}'`,
    `(() => { const d = document.createElement('div'); q('later').append(d); const r = d.attachShadow({ mode: 'open' }); r.append('${k('late shadow text')}'); setTimeout(() => { r.firstChild.data = '${k('late shadow text changed')}'; r.append(Object.assign(document.createElement('input'), { value: '${k('late shadow field')}' })); }, 30); })()`,
    `(() => { const d = document.createElement('div'); q('later').append(d); const r = d.attachShadow({ mode: 'closed' }); r.append('${k('closed shadow text')}'); setTimeout(() => { r.firstChild.data = '${k('closed shadow text changed')}'; }, 30); })()`,
    `document.querySelector('iframe[srcdoc]').contentDocument?.body?.append('${k('text put into a frame')}')`,
    `document.querySelector('iframe').src = '/frame?${k('frame moved')}'`,
    `document.querySelector('svg title').textContent = '${k('svg title changed')}'`,
    `document.querySelector('img').src = '/asset/n.png?${k('image changed')}'; document.querySelector('img').alt = '${k('alt changed')}'`,
    `document.querySelector('a').href = '/n?${k('link changed')}'`,
    `document.querySelector('meter').textContent = '${k('meter text')}'; document.querySelector('progress').title = '${k('progress title set')}'`,
    `(() => { const s = document.createElement('script'); s.type = 'text/plain'; s.textContent = '${k('script added')}'; q('later').append(s); })()`,
    `document.querySelector('[data-theke-widget] p').textContent = '${k('our widget changed')}'`,
    `document.querySelector('noscript').textContent = '${k('noscript changed')}'`,
    `document.querySelector('dialog').append('${k('dialog text added')}')`,
    `(() => { const d = document.createElement('dialog'); d.textContent = '${k('modal dialog')}'; d.setAttribute('aria-label', '${k('modal dialog label')}'); q('later').append(d); d.showModal(); d.close('${k('dialog return value')}'); })()`,
    `document.querySelector('form').name = '${k('form name changed')}'; document.querySelector('form').action = '/x?${k('form action changed')}'`,
    `q('later').id = 'user-${k('id changed')}'; window.later = document.getElementById('user-${k('script words')}') ?? document.querySelector('[id^=user-zq]')`,
    `getSelection().selectAllChildren(q('para'))`,
    `window.dispatchEvent(new Event('resize')); window.scrollTo(0, 50)`,
    `document.querySelector('output').value = '${k('output changed')}'`,
    `(() => { const c = document.createElement('canvas'); document.body.append(c); c.getContext('2d').fillText('${k('canvas text')}', 0, 9); })()`,
    `(() => { const i = new Image(); i.src = URL.createObjectURL(new Blob(['${k('blob contents')}'])) + '#${k('blob address')}'; document.body.append(i); })()`,
    `customElements.define('x-late', class extends HTMLElement { connectedCallback() { this.textContent = '${k('custom element filled')}'; this.setAttribute('state', '${k('custom element state')}'); } }); document.body.append(document.createElement('x-late'))`,
    `document.documentElement.dataset.user = '${k('html data set')}'; document.body.setAttribute('aria-label', '${k('body label set')}')`,
    `document.dispatchEvent(new CustomEvent('user', { detail: '${k('event detail')}' })); console.debug('${k('console')}')`,
    `document.body.append(new DOMParser().parseFromString('<article><h2>${k('imported heading')}</h2><input value=${k('imported value')}></article>', 'text/html').body.firstChild)`,
  ];
}

const all = (list: readonly Place[]) => list.map(({ where, html }) => html(plant(where))).join('\n');

const putting = (into: string, { where, html }: Place): string => {
  const text = JSON.stringify(html(plant(`later: ${where}`))).replace(/<\/script/g, '<\\/script');
  return `${into}.append(document.createRange().createContextualFragment(${text}))`;
};

/** A page on which nothing is marked as shown, and what happens to it; words are planted anew with each call. */
export function canaryPage(): { html: string; acts: string[] } {
  const k = plant;
  const html = `<!doctype html><html data-page="${k('html data')}" manifest="${k('html manifest')}"><head><title>${k('title')}</title>
<style>.page{color:black}</style>${all(headPlaces)}</head><body class="page">
<p id="para">${k('text to be changed')}</p><input id="f1"><input id="prop"><input id="cleared" value="${k('cleared value')}"><input id="pw" type="password">
<textarea id="ta"></textarea><textarea id="taprop"></textarea><textarea id="tacleared">${k('textarea cleared')}</textarea><input id="pwshown" type="text" name="password" value="${k('password shown')}">
<select id="sel"><option>x</option></select><div id="ce" contenteditable></div>
${all(bodyPlaces)}
<div id="host" title="${k('host title')}"></div><div id="later"></div>
<script>
window.later = document.getElementById('later');
const q = (id) => (id === 'later' ? window.later : document.getElementById(id));
q('cleared').value = ''; q('tacleared').value = ''; q('prop').value = '${k('value property')}'; q('taprop').value = '${k('textarea property')}';
const root = q('host').attachShadow({ mode: 'open' }); const p = document.createElement('p'); p.textContent = '${k('shadow text')}'; p.title = '${k('shadow title')}';
const i = document.createElement('input'); i.value = '${k('shadow field')}'; root.append(p, i, document.createComment('${k('shadow comment')}'), Object.assign(document.createElement('slot'), { name: '${k('shadow slot')}' }));
const sheet = new CSSStyleSheet(); sheet.replaceSync('p::after{content:"${k('shadow sheet')}"}'); root.adoptedStyleSheets = [sheet];
const own = new CSSStyleSheet(); own.replaceSync('.page::after{content:"${k('document sheet')}"}'); document.adoptedStyleSheets = [own]; window.own = own;
const closed = document.createElement('div'); document.body.append(closed); closed.attachShadow({ mode: 'closed' }).append('${k('closed root')}');
</script></body></html>`;
  const acts = [
    ...happenings(k),
    ...headPlaces.map((one) => putting('document.head', one)),
    ...bodyPlaces.map((one) => putting('document.body', one)),
  ];
  return { html, acts };
}

/** A page where the shop shows everything it may; what must still not leave. */
export function shownPage(): string {
  const k = plant;
  return `<!doctype html><html><head><title>${k('shown: page title')}</title><meta name="x" content="${k('shown: meta')}"><style>.s::before{content:"${k('shown: css content')}"}</style></head>
<body data-theke-show><h1 title="visible title">Visible heading</h1><!-- ${k('shown: comment')} --><script>"${k('shown: script')}"</script>
<input id="ok" value="visible value" placeholder="visible placeholder" aria-label="visible label"><textarea id="okta">visible textarea</textarea>
<select id="oksel"><option value="a">visible option</option><option value="b">second option</option></select><input type="checkbox" id="okbox" checked>
<a href="/visible/path?mail=${k('shown: link query')}#${k('shown: link fragment')}">visible link</a><a href="#${k('shown: fragment alone')}">x</a><img src="/asset/visible.png?u=${k('shown: image query')}" alt="visible alt"><img src="/asset/0a1b2c3d4e5f60718293a4b5.png"><img src="/asset/9z8y7x6w5v4u3t2s1r0q/p.png">
<input id="pw" type="password" value="${k('shown: password')}"><input type="text" autocomplete="cc-number" value="${k('shown: card number')}"><input autocomplete="section-a billing cc-csc" value="${k('shown: card code')}">
<input autocomplete="one-time-code" value="${k('shown: one-time code')}"><input autocomplete="current-password" value="${k('shown: current password')}"><input autocomplete="new-password" value="${k('shown: new password')}">
<input name="cvv" value="${k('shown: cvv by name')}"><input id="creditCardNumber" value="${k('shown: card by id')}"><input type="hidden" value="${k('shown: hidden')}"><input style="display:none" value="${k('shown: invisible field')}">
<input type="file"><input name="iban" value="${k('shown: iban by name')}"><input type="PassWord" value="${k('shown: odd case password')}">
<div><label for="f9">Ihr Kennwort</label><input id="f9" value="${k('shown: password by its label')}"></div>
<div><label>Password <input value="${k('shown: password by the label around it')}"></label></div>
<div><input id="f10" value="${k('shown: password by its button')}"><button type="button" aria-controls="f10" aria-pressed="true" aria-label="Anzeigen">o</button></div>
<div><input value="${k('shown: password by the button beside it')}"><button type="button" title="Passwort verbergen">o</button></div>
<div><span id="l11">Geheimzahl</span><input aria-labelledby="l11" value="${k('shown: PIN by what labels it')}"></div>
<div><input placeholder="Kartennummer" value="${k('shown: card by its placeholder')}"></div>
<div><input inputmode="numeric" maxlength="19" value="${k('shown: card by its length').slice(0, 19)}"></div>
<div><label>Bestätigungscode<input value="${k('shown: code by its label')}"></label></div>
<div class="boxes">${[0, 1, 2, 3, 4, 5].map((at) => `<span><input maxlength="1" inputmode="numeric" value="${'QWJKXY'[at]}"></span>`).join('')}</div>
<div class="quarters">${['zqa', 'zqb', 'zqc', 'zqd'].map((part) => `<input maxlength="4" inputmode="numeric" value="${part}">`).join('')}</div>
<p data-x="${k('shown: data attribute')}" onclick="${k('shown: handler')}">4111 1111 1111 1111 and DE89370400440532013000</p><input id="cardlike" value="5500005555555559">
<div data-theke-block><p>${k('shown: block inside')}</p><span data-theke-show>${k('shown: show inside block')}</span></div><div data-theke-mask><p>${k('shown: mask inside')}</p><input value="${k('shown: value in mask')}"><b data-theke-show>visible again</b></div>
<iframe srcdoc="<p>${k('shown: frame')}</p>"></iframe><div contenteditable>visible editable</div><p id="flip">visible until hidden</p>
</body></html>`;
}

const visa = luhn('492971823641234');
const master = luhn('512744859013274');
const discover = luhn('601127483714843');
const amex = luhn('37148431528446');
const maestro = luhn('528446077203192');
const account = 'DE89370400440532013000';

/** Numbers of cards and accounts on a page that is shown, in every way a page can cut or dress them. */
export function numbersPage(): string {
  const each = (parts: Iterable<string>, tag = 'span') => [...parts].map((part) => `<${tag}>${part}</${tag}>`).join('');
  const wide = (digits: string) => [...digits].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('');
  return `<!doctype html><html><head><style>.n::before{content:"${grouped(visa).join(' ')}"} .m{--card: ${master}} .o{--card: ${grouped(visa).join(' ')}}</style></head>
<body data-theke-show><p>${grouped(visa).join(' ')}</p><p>${each(grouped(master))}</p><p>${grouped(master)
    .map((part) => `<b>${part}</b> `)
    .join('\n  ')}</p>
<div class="row">${each(grouped(discover), 'div')}</div><p><b>${maestro.slice(0, 6)}</b>${maestro.slice(6)}</p><p>${each(visa, 'i')}</p>
<p>Karte ${visa.slice(0, 9)}<!-- x -->${visa.slice(9)} Ende</p><p>${amex.slice(0, 4)} <em>${amex.slice(4, 10)}</em> ${amex.slice(10)}</p>
<p>${grouped(master).join('\u00a0')}</p><p>${grouped(master).join('\u2009')}</p><p>${grouped(master).join('\u202f')}</p><p>${grouped(master).join('.')}</p><p>${grouped(master).join('-')}</p>
<p>${wide(maestro)}</p><p>${wide(grouped(maestro).join(' '))}</p><p title="${visa}" aria-label="${grouped(visa).join(' ')}">x</p><img src="/asset/a.png" alt="Karte ${master}">
<a href="/pay/${discover}">x</a><a href="/pay/${grouped(discover).join('-')}">x</a><img src="/asset/${discover}.png"><p class="c-${maestro}">x</p><p class="${grouped(maestro).join(' ')}">x</p><p id="i${maestro}">x</p>
<svg viewBox="0 0 9 9" aria-label="${visa}"><text>${visa}</text><text>${each(grouped(visa), 'tspan')}</text></svg>
<p>DE89 <b>3704 0044</b> <i>0532 0130 00</i></p><p>${account}</p><p>${account.replace(/.{4}/g, '$& ')}</p><p>${each(account.match(/.{1,4}/g) ?? [])}</p>
<input value="${master}"><textarea>${grouped(master).join(' ')}</textarea><div><input name="q1" value="${discover.slice(0, 8)}"><input name="q2" value="${discover.slice(8)}"></div>
<div>${grouped(visa)
    .map((part, at) => `<input maxlength="4" name="part${at}" value="${part}">`)
    .join(' - ')}</div><div>${each(grouped(visa), 'x-part')}</div>
<select><option value="${maestro}">${maestro}</option></select><div contenteditable>${visa}</div><ul><li value="${visa}">${visa}</li></ul>
<x-a label="${visa}" type="${visa}" size="${visa}"></x-a><p style="--n:${visa};--m:'${visa}'">x</p><p id="late"></p><p id="parts"><span></span><span></span><span></span><span></span></p></body></html>`;
}

/** What of those numbers stands in a text: eight signs in a row, or a group of four by itself. */
export function numberLeaks(text: string): string[] {
  const digits = text.replace(/[\uff10-\uff19]/g, (sign) => String(sign.charCodeAt(0) - 0xff10));
  return [visa, master, discover, amex, maestro, account.slice(2)].flatMap((number) => {
    const runs = [...number].flatMap((_, at) => (at + 8 <= number.length ? number.slice(at, at + 8) : []));
    const parts = grouped(number).filter((part) => part.length === 4 && part !== '3000');
    return [
      ...runs.filter((run) => digits.includes(run)),
      ...parts.filter((part) => new RegExp(`(?<!\\d)${part}(?!\\d)`).test(digits)),
    ];
  });
}

/** A number with its check digit. */
export function luhn(body: string): string {
  const sum = [...body].reverse().reduce((total, sign, at) => {
    const digit = Number(sign);
    return total + (at % 2 ? digit : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit]!);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Four by four. */
export const grouped = (number: string): string[] => number.match(/.{1,4}/g) ?? [];
