// Pages full of planted words. Each is unlike anything else, so that one search over all bytes tells whether any of them left.

let made = 0;
const names = new Map<string, string>();

/** A new planted word; `where` is what a failure names. Letters only: no rule about numbers may save it. */
export function plant(where: string): string {
  made += 1;
  const letters = [...String(made).padStart(3, '0')].map((digit) => 'bcdfghjklm'[Number(digit)]).join('');
  const word = `zq${letters}vxw`;
  names.set(word, where);
  return word;
}

/** Which planted words are in a text. */
export function found(text: string): string[] {
  const low = text.toLowerCase();
  return [...names].filter(([word]) => low.includes(word)).map(([, where]) => where);
}

export const planted = () => names.size;

/** Nothing on this page is marked as shown. */
export function privatePage(): string {
  const k = plant;
  const inFrame = `<p>${k('srcdoc text')}</p><input value="${k('srcdoc field')}">`;
  return `<!doctype html><html data-page="${k('html data')}"><head><title>${k('title')}</title>
<meta name="description" content="${k('meta description')}"><meta name="csrf-token" content="${k('meta csrf')}"><meta property="og:title" content="${k('og')}">
<link rel="canonical" href="/c/${k('canonical')}"><link rel="preload" as="image" href="/p?x=${k('preload')}"><link rel="icon" href="/i?x=${k('icon')}">
<script type="application/ld+json">{"name":"${k('json-ld')}"}</script><script>window.state = { name: "${k('script')}" };</script>
<style>/* ${k('css comment')} */ .a::before{content:"${k('css content')}"} .b{background:url(/bg.png?u=${k('css url query')})} .c{--said:"${k('css variable')}"}
[data-user="${k('css attribute selector')}"]{color:red} .d{background:url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text>${k('css data svg')}</text></svg>")}
.e{background:url(https://other.example/${k('css foreign url')}.png)} @import "/x.css?${k('css import')}";</style></head><body class="page">
<!-- ${k('comment')} --><noscript>${k('noscript')}<img src="/ns?${k('noscript url')}"></noscript><template><p>${k('template')}</p></template>
<h1>${k('heading')}</h1><p id="para">${k('paragraph')} <b>${k('bold')}</b></p><x-card>${k('custom element text')}</x-card>
<form action="/buy?${k('form action')}" onsubmit="void '${k('handler')}'" name="${k('form name')}">
<label for="f1">${k('label text')}</label><input id="f1" name="${k('field name')}" value="${k('value attribute')}" placeholder="${k('placeholder')}" title="${k('title attribute')}" aria-label="${k('aria-label')}" data-x="${k('data attribute')}">
<input id="cleared" value="${k('cleared value')}"><input id="prop"><input type="hidden" name="t" value="${k('hidden')}">
<input id="pw" type="password" value="${k('password')}"><input id="pwshown" type="text" name="password" value="${k('password shown before')}">
<textarea id="ta">${k('textarea default')}</textarea><textarea id="taprop"></textarea><textarea id="tacleared">${k('textarea cleared')}</textarea>
<select id="sel"><optgroup label="${k('optgroup')}"><option value="${k('option value')}" label="${k('option label')}">${k('option text')}</option></optgroup></select>
<input list="dl"><datalist id="dl"><option value="${k('datalist')}"></datalist>
<input type="checkbox" value="${k('checkbox value')}" checked><input type="radio" name="r" value="${k('radio value')}" checked>
<input type="submit" value="${k('submit value')}"><input type="button" value="${k('button input value')}"><button value="${k('button value')}">${k('button text')}</button>
<input type="search" value="${k('search')}"><input type="email" value="${k('mail')}@example.org"><input type="url" value="https://${k('url')}.example/"><output>${k('output')}</output>
<fieldset><legend>${k('legend')}</legend></fieldset></form>
<div id="ce" contenteditable>${k('contenteditable')}</div><p contenteditable="plaintext-only">${k('contenteditable plain')}</p>
<a href="/o/list?mail=${k('link query')}#${k('link fragment')}">${k('link text')}</a><a href="/o/${k('link path')}">x</a><a href="mailto:${k('mailto')}@x.org" ping="/p?${k('ping')}">x</a>
<img src="/img.png?u=${k('image query')}" srcset="/i2.png?${k('srcset')} 2x" alt="${k('alt')}" width="20" height="20"><img src="/${k('image path')}.png"><img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text>${k('image data svg')}</text></svg>">
<video poster="/v?${k('poster')}" src="/v?${k('video')}"><track src="/t?${k('track')}" label="${k('track label')}"></video><audio src="/a?${k('audio')}"></audio>
<object data="/o?${k('object')}"><p>${k('object fallback')}</p></object><embed src="/e?${k('embed')}"><map name="${k('map')}"><area href="/ar?${k('area')}" alt="${k('area alt')}"></map>
<iframe src="/frame?${k('frame query')}" name="${k('frame name')}" title="${k('frame title')}"></iframe><iframe srcdoc='${inFrame}'></iframe>
<svg viewBox="0 0 20 20" aria-label="${k('svg label')}"><title>${k('svg title')}</title><desc>${k('svg desc')}</desc><text>${k('svg text')}</text><a href="/s?${k('svg link')}"><path d="M0 0"/></a><metadata>${k('svg metadata')}</metadata></svg>
<div style="background:url(/w.png?${k('style url')});--said:'${k('style variable')}'" class="a">x</div><div style="background-image:url(/${k('style url path')}.png)">x</div>
<div id="user-${k('id')}"></div><table><caption>${k('caption')}</caption><tr><td abbr="${k('abbr')}">${k('cell')}</td></tr></table><details><summary>${k('summary')}</summary>${k('details')}</details>
<dialog open>${k('dialog')}</dialog><time datetime="${k('datetime')}">${k('time')}</time><span itemprop="sku" content="${k('microdata')}">x</span><progress value="3" title="${k('progress title')}"></progress>
<ul><li value="${k('li value')}">${k('list')}</li></ul><pre>${k('pre')}</pre><bdo>${k('bdo')}</bdo><math><mtext>${k('math')}</mtext></math><canvas id="cv" title="${k('canvas title')}">${k('canvas fallback')}</canvas>
<div id="host" title="${k('host title')}"></div><div id="later"></div><div data-theke-widget><p>${k('our own widget')}</p></div>
<script>
const q = (id) => document.getElementById(id);
q('cleared').value = ''; q('tacleared').value = ''; q('prop').value = '${k('value property')}'; q('taprop').value = '${k('textarea property')}';
const root = q('host').attachShadow({ mode: 'open' }); const p = document.createElement('p'); p.textContent = '${k('shadow text')}'; p.title = '${k('shadow title')}';
const i = document.createElement('input'); i.value = '${k('shadow field')}'; root.append(p, i, document.createComment('${k('shadow comment')}'));
const sheet = new CSSStyleSheet(); sheet.replaceSync('p::after{content:"${k('shadow sheet')}"}'); root.adoptedStyleSheets = [sheet];
const own = new CSSStyleSheet(); own.replaceSync('.page::after{content:"${k('document sheet')}"}'); document.adoptedStyleSheets = [own]; window.own = own;
</script></body></html>`;
}

/** Things that happen on the private page while it is shared; each is code for that page. */
export function privateActs(): string[] {
  const k = plant;
  return [
    `q('para').firstChild.data = '${k('text changed')}'`,
    `q('later').append(Object.assign(document.createElement('p'), { textContent: '${k('text added')}', title: '${k('title added')}' }))`,
    `q('later').setAttribute('title', '${k('title set')}')`,
    `q('later').setAttribute('data-who', '${k('data set')}')`,
    `q('later').setAttribute('aria-label', '${k('aria set')}')`,
    `q('f1').setAttribute('placeholder', '${k('placeholder set')}')`,
    `q('f1').setAttribute('value', '${k('value attribute set')}')`,
    `q('f1').value = '${k('value set')}'`,
    `q('pw').value = '${k('password set')}'`,
    `q('pw').type = 'text'`,
    `q('pw').value = '${k('password set after it was shown')}'; q('pw').dispatchEvent(new Event('input', { bubbles: true }))`,
    `q('taprop').value = '${k('textarea set')}'; q('taprop').dispatchEvent(new Event('input', { bubbles: true }))`,
    `q('ta').textContent = '${k('textarea text changed')}'`,
    `q('sel').append(new Option('${k('option added')}', '${k('option value added')}')); q('sel').selectedIndex = 1; q('sel').dispatchEvent(new Event('change', { bubbles: true }))`,
    `q('ce').textContent = '${k('contenteditable changed')}'`,
    `document.styleSheets[0].insertRule('.z::before{content:"${k('rule inserted')}"}', 0)`,
    `document.styleSheets[0].cssRules[0].style.setProperty('content', '"${k('declaration set')}"')`,
    `own.insertRule('.y::before{content:"${k('rule inserted in a constructed sheet')}"}')`,
    `own.replaceSync('.x::before{content:"${k('sheet replaced')}"}')`,
    `(() => { const s = new CSSStyleSheet(); s.replaceSync('.w::before{content:"${k('sheet adopted')}"}'); document.adoptedStyleSheets = [own, s]; })()`,
    `document.querySelector('style').append('.v::before{content:"${k('style text added')}"}')`,
    `q('later').style.setProperty('--x', '"${k('style set')}"')`,
    `q('later').setAttribute('style', 'background:url(/x.png?${k('style attribute set')})')`,
    `q('later').append(document.createComment('${k('comment added')}'))`,
    `history.pushState({}, '', '?mail=${k('pushState query')}#${k('pushState fragment')}'); q('later').className = 'moved'`,
    `document.title = '${k('title changed')}'`,
    `(() => { const d = document.createElement('div'); q('later').append(d); const r = d.attachShadow({ mode: 'open' }); r.append('${k('late shadow text')}'); setTimeout(() => { r.firstChild.data = '${k('late shadow text changed')}'; r.append(Object.assign(document.createElement('input'), { value: '${k('late shadow field')}' })); }, 50); })()`,
    `(() => { const f = document.createElement('iframe'); f.srcdoc = '<p>${k('late frame')}</p>'; f.title = '${k('late frame title')}'; q('later').append(f); })()`,
    `document.querySelector('iframe').src = '/frame?${k('frame moved')}'`,
    `document.querySelector('svg title').textContent = '${k('svg title changed')}'`,
    `document.querySelector('img').src = '/n.png?${k('image changed')}'; document.querySelector('img').alt = '${k('alt changed')}'`,
    `document.querySelector('a').href = '/n?${k('link changed')}'`,
    `(() => { const s = document.createElement('script'); s.type = 'text/plain'; s.textContent = '${k('script added')}'; q('later').append(s); })()`,
    `(() => { const m = document.createElement('meta'); m.name = 'x'; m.content = '${k('meta added')}'; document.head.append(m); })()`,
    `(() => { const s = document.createElement('style'); s.textContent = '.u::before{content:"${k('style added')}"}'; document.head.append(s); })()`,
    `document.querySelector('[data-theke-widget] p').textContent = '${k('our widget changed')}'`,
    `document.querySelector('noscript').textContent = '${k('noscript changed')}'`,
    `document.querySelector('dialog').append('${k('dialog text added')}')`,
    `document.querySelector('form').name = '${k('form name changed')}'; document.querySelector('form').action = '/x?${k('form action changed')}'`,
    `q('later').id = 'user-${k('id changed')}'`,
    `getSelection().selectAllChildren(q('para'))`,
    `window.dispatchEvent(new Event('resize')); window.scrollTo(0, 50)`,
    `(() => { const x = document.createElement('div'); x.innerHTML = '<p>${k('late markup')}</p><textarea>${k('late textarea')}</textarea><select><option>${k('late option')}</option></select><!--${k('late comment')}--><input type=hidden value=${k('late hidden')}>'; document.body.append(x); })()`,
    `document.querySelector('output').value = '${k('output changed')}'`,
    `customElements.define('x-${'late'}', class extends HTMLElement { connectedCallback() { this.textContent = '${k('custom element filled')}'; } }); document.body.append(document.createElement('x-late'))`,
  ];
}

/** A page where the shop shows everything it may; what must still not leave. */
export function shownPage(): string {
  const k = plant;
  return `<!doctype html><html><head><title>${k('shown: page title')}</title><meta name="x" content="${k('shown: meta')}"><style>.s::before{content:"${k('shown: css content')}"}</style></head>
<body data-theke-show><h1 title="visible title">Visible heading</h1><!-- ${k('shown: comment')} --><script>"${k('shown: script')}"</script>
<input id="ok" value="visible value" placeholder="visible placeholder" aria-label="visible label"><textarea id="okta">visible textarea</textarea>
<select id="oksel"><option value="a">visible option</option><option value="b">second option</option></select><input type="checkbox" id="okbox" checked>
<a href="/visible/path?mail=${k('shown: link query')}">visible link</a><img src="/asset/visible.png?u=${k('shown: image query')}" alt="visible alt"><img src="/asset/0a1b2c3d4e5f60718293a4b5.png"><img src="/asset/9z8y7x6w5v4u3t2s1r0q/p.png">
<input id="pw" type="password" value="${k('shown: password')}"><input type="text" autocomplete="cc-number" value="${k('shown: card number')}"><input autocomplete="section-a billing cc-csc" value="${k('shown: card code')}">
<input autocomplete="one-time-code" value="${k('shown: one-time code')}"><input autocomplete="current-password" value="${k('shown: current password')}"><input autocomplete="new-password" value="${k('shown: new password')}">
<input name="cvv" value="${k('shown: cvv by name')}"><input id="creditCardNumber" value="${k('shown: card by id')}"><input type="hidden" value="${k('shown: hidden')}"><input style="display:none" value="${k('shown: invisible field')}">
<input type="file"><input name="iban" value="${k('shown: iban by name')}"><input type="PassWord" value="${k('shown: odd case password')}">
<p data-x="${k('shown: data attribute')}" onclick="${k('shown: handler')}">4111 1111 1111 1111 and DE89370400440532013000</p><input id="cardlike" value="5500005555555559">
<div data-theke-block><p>${k('shown: block inside')}</p><span data-theke-show>${k('shown: show inside block')}</span></div><div data-theke-mask><p>${k('shown: mask inside')}</p><input value="${k('shown: value in mask')}"><b data-theke-show>visible again</b></div>
<iframe srcdoc="<p>${k('shown: frame')}</p>"></iframe><div contenteditable>visible editable</div><p id="flip">visible until hidden</p>
</body></html>`;
}
