import { add, el, mutation, picture, set, text } from './hostile.contract.ts';

// More of what somebody would forge: shapes known from other viewers of foreign pages, and everything that came with frames, files,
// stills and drawings.

type Raw = Record<string, unknown>;
type Case = [name: string, events: Raw[]];

const script = "top.pwned=1;parent.pwned=1;alert('pwned')";
const svg = (tag: string, attributes: Raw = {}, children: Raw[] = []) => el(tag, attributes, children, { isSVG: true });
const base64 = (words: string) => Buffer.from(words).toString('base64');

/** A document as it goes inside a frame. */
export function inner(id: number, body: Raw[] = [], head: Raw[] = []): Raw {
  const html = el('html', {}, [el('head', {}, head), el('body', {}, body)]);
  return { type: 0, id, childNodes: [{ type: 1, id: id + 1, name: 'html', publicId: '', systemId: '' }, html] };
}

export const frameIn = (parentId: number, node: Raw): Raw =>
  mutation({ isFrame: true, adds: [{ parentId, nextId: null, node }] });

export const asset = (url: string, mime: string, words: string): Raw => ({
  type: 7,
  data: { url, mime, base64: base64(words) },
});

/** Every way a style sheet could be made to load something, each with an address of its own. */
function sheets(at: (path: string) => string): string[] {
  return [
    `@layer a { @import "${at('n1')}"; .x{background:url(${at('n2')})} }`,
    `@supports (display:grid) { @media all { .x { &:is(*) { background:url(${at('n3')}) } } } }`,
    `@container (width > 1px) { .x{list-style-image:url(${at('n4')})} }`,
    `@property --p { syntax: "<url>"; inherits: true; initial-value: url(${at('n5')}) } .x{background:var(--p)}`,
    `.x{background:image-set(url(${at('n6')}) type("image/png") 1x, "${at('n7')}" 2x)}`,
    `.x{background:-webkit-image-set("${at('n8')}" 1x);mask-image:-webkit-cross-fade("${at('n9')}","${at('n10')}",50%)}`,
    `.x{background:src("${at('n11')}");cursor:url("${at('n12')}") 2 2,auto;border-image-source:url(${at('n13')})}`,
    `.x{offset-path:url(${at('n14')}#a);shape-outside:url(${at('n15')});clip-path:url(${at('n16')}#a);filter:url(${at('n17')}#a)}`,
    `@counter-style z { system: cyclic; symbols: url(${at('n18')}) "x"; } li{list-style:z}`,
    `@font-face{font-family:z;src:url(${at('n19')}) format("woff2") tech(variations),url("${at('n20')}")} .x{font-family:z}`,
    `.x{--a:url(${at('n21')});background:var(--a);background:attr(data-u url);content:url(${at('n22')})}`,
    `.x{background:\\75 rl(${at('n23')});background:u\\000072l(${at('n24')});background:\\55\\52\\4c(${at('n25')})}`,
    `.x{background:url(\\\n${at('n26')});background:url(  '${at('n27')}'  )}`,
    `.x{background:url(${at('n28')}`,
    `.x{background:url("${at('n29')}`,
    `<!-- .x{background:url(${at('n30')})} -->`,
    `.x{background:url(//${at('n31').replace(/^\w+:\/\//, '')})} .x{background:url(/\\${at('n32').replace(/^\w+:\/\//, '')})}`,
    `@import url(${at('n33')}) layer(a) supports(display:grid) screen;`,
    `@\\000049mport "${at('n34')}"; @\\49\\4d\\50\\4f\\52\\54 "${at('n35')}";`,
    `.x:hover::before,[theke-hover]{content:url(${at('n36')})} .x{color-scheme:light dark;background:url(${at('n37')})}`,
    `@media (prefers-color-scheme:dark){.x{background:url(${at('n38')})}}`,
    `.x{background:url(${at('n39')}"a"b)} .x{background:url(javascript:${script.replace(/'/g, '')})}`,
    `@namespace x url(${at('n40')}); x|a{background:url(${at('n41')})} @charset "${at('n42')}";`,
    `.x{behavior:url(${at('n43')});-moz-binding:url(${at('n44')});background:expression(${at('n45')})}`,
    `@view-transition{navigation:auto;types:url(${at('n46')})} @page{background:url(${at('n47')})}`,
    `@font-palette-values --z{override-colors:0 url(${at('n48')})} @scope (.x){:scope{background:url(${at('n49')})}}`,
    `.x{mask:url(${at('n50')}) center/cover;-webkit-mask-box-image:url(${at('n51')});-webkit-box-reflect:below 0 url(${at('n52')})}`,
    `@starting-style{.x{background:url(${at('n53')})}} @keyframes k{to{background:url(${at('n54')})}} .x{animation:k 1s}`,
  ];
}

const oddNames = [
  'on\u0000click',
  'ONERROR',
  'onclick ',
  ' onclick',
  'on-click',
  'xlink:href ',
  'href\n',
  'src\u0000',
  'SRC',
  'srcDoc',
  '',
  'a b',
  'x=y',
  '"><img src=x onerror=alert(1)>',
  '__proto__',
  'constructor',
  'toString',
  'innerHTML',
  'http-equiv',
  'formaction',
  'xml:base',
  'xmlns:xlink',
  'is',
  'nonce',
  'integrity',
  'attributionsrc',
  'imagesrcset',
  'fetchpriority',
  'blocking',
  'shadowrootmode',
  'credentialless',
  'csp',
  'sandbox',
  'allow',
];

const schemes = (evil: string) => [
  'javascript:top.pwned=1',
  ' javascript:top.pwned=1',
  'java\tscript:top.pwned=1',
  'java\nscript:top.pwned=1',
  '\u0001javascript:top.pwned=1',
  'JaVaScRiPt:top.pwned=1',
  'vbscript:x',
  'data:text/html,<script>top.pwned=1</script>',
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="top.pwned=1"><script>top.pwned=1</script></svg>',
  'data:text/html;image/png,<script>top.pwned=1</script>',
  'blob:https://shop.example/1',
  'file:///etc/passwd',
  'filesystem:https://shop.example/x',
  `view-source:${evil}/vs`,
  `${evil.replace('http:', '')}/pr`,
  `${evil.replace('http://', 'http:\\\\')}/bs`,
  `ftp${evil.slice(4)}/ftp`,
  `ws${evil.slice(4)}/ws`,
  `http:${evil.slice(7)}/noslash`,
  `${evil}/direct?x=1`,
];

/** Pictures, each a class of its own. */
export function morePictures(evil: string): Case[] {
  const at = (path: string) => `${evil}/${path}`;
  const body = (name: string, ...nodes: Raw[]): Case => [name, picture(nodes)];
  const bomb = (wide: number, high: number): Raw[] => {
    const levels = [svg('g', { id: 'b0' }, [svg('rect', { width: 1, height: 1 })])];
    for (let i = 1; i < high; i += 1) {
      const uses = Array.from({ length: wide }, () => svg('use', { href: `#b${i - 1}` }));
      levels.push(svg('g', { id: `b${i}` }, uses));
    }
    return levels;
  };
  return [
    body(
      'markup that would change when read again',
      el('math', {}, [
        el('mtext', {}, [
          el('table', {}, [
            el('mglyph', {}, [el('style', {}, [text(`</style><img src=${at('mx1')} onerror="${script}">`)])]),
          ]),
        ]),
      ]),
      el('noscript', {}, [el('p', { title: `</noscript><img src=${at('mx2')} onerror="${script}">` })]),
      svg('svg', {}, [svg('style', {}, [text(`</style></svg><img src=${at('mx3')} onerror="${script}">`)])]),
      el('title', {}, [text(`</title><script>${script}</script>`)]),
      el('textarea', {}, [text(`</textarea><script>${script}</script>`)]),
      el('xmp', {}, [text(`</xmp><img src=x onerror="${script}">`)]),
      el('plaintext', {}, [text('x')]),
      el('template', {}, [el('script', {}, [text(script)]), el('img', { src: at('mx4?direct=1') })]),
      { type: 5, id: 990, textContent: `--><img src=x onerror="${script}">` },
      { type: 4, id: 991, textContent: `]]><script>${script}</script>` },
    ),
    body(
      'drawings that refer elsewhere',
      svg('svg', { onload: script }, [
        svg('use', {
          href: `data:image/svg+xml,<svg id="x" xmlns="http://www.w3.org/2000/svg"><script>${script}</script></svg>#x`,
        }),
        svg('use', { 'xlink:href': at('use?direct=1') }),
        svg('image', { href: `data:text/html,<script>${script}</script>` }),
        svg('image', { 'xlink:href': `javascript:${script}` }),
        svg('a', { 'xlink:href': `javascript:${script}`, href: `javascript:${script}` }, [
          svg('text', {}, [text('x')]),
        ]),
        svg('script', { 'xlink:href': at('svgscript') }, [text(script)]),
        svg('handler', { 'ev:event': 'load' }, [text(script)]),
        svg('tref', { 'xlink:href': at('tref') }),
        svg('font-face-uri', { 'xlink:href': at('ffu') }),
        svg('cursor', { 'xlink:href': at('cursor') }),
        svg('feimage', { href: at('fei?direct=1') }),
        svg('lineargradient', { id: 'g', href: at('grad') }),
        svg('pattern', { 'xlink:href': at('pattern') }),
        svg('mpath', { href: at('mpath') }),
        svg('path', { 'marker-start': `url(${at('marker')}#m)`, style: `marker:url(${at('marker2')}#m)` }),
      ]),
    ),
    body(
      'drawings that move',
      svg('svg', {}, [
        svg('a', { id: 'mover' }, [
          svg('animate', { attributeName: 'href', values: `javascript:${script}`, begin: '0s', dur: '1s' }),
          svg('set', { attributeName: 'xlink:href', to: at('set'), begin: '0s' }),
          svg('animatetransform', { attributeName: 'onclick', to: script }),
          svg('animatemotion', { path: 'M0 0', onbegin: script }),
          svg('discard', { begin: '0s', href: '#mover' }),
          svg('text', {}, [text('x')]),
        ]),
      ]),
    ),
    body(
      'formulas',
      el(
        'math',
        { href: `javascript:${script}`, 'xlink:href': at('m1'), xmlns: 'http://www.w3.org/1998/Math/MathML' },
        [
          el('maction', { actiontype: 'statusline#x', 'xlink:href': `javascript:${script}` }, [
            el('mi', {}, [text('x')]),
          ]),
          el('mglyph', { src: at('mglyph') }),
          el('semantics', {}, [
            el('annotation-xml', { encoding: 'text/html' }, [el('iframe', { srcdoc: `<script>${script}</script>` })]),
            el('annotation', { src: at('annotation') }),
          ]),
          el('mtext', { style: `background:url(${at('mtext')})`, mathbackground: `url(${at('mbg')})` }, [
            el('img', { src: at('mimg?direct=1'), onerror: script }),
          ]),
        ],
      ),
    ),
    body(
      'frames with addresses',
      ...[
        { src: at('f1') },
        { srcdoc: `<script>${script}</script>` },
        { src: `javascript:${script}`, onload: script },
        { name: 'x', allow: 'camera', sandbox: 'allow-scripts allow-same-origin', src: 'about:blank' },
        { rr_src: at('f2'), _src: at('f3'), 'data-src': at('f4'), longdesc: at('f5'), csp: 'x' },
        { style: `background:url(${at('f6')})`, width: '10', height: '1e9' },
      ].map((attributes) => el('iframe', attributes)),
    ),
    body(
      'addresses that are no texts',
      ...[8, 0, true, 1e9].flatMap((address) => [
        el('iframe', { src: address, srcdoc: address, name: address }),
        el('img', { src: address, srcset: address }),
        el('video', { src: address, poster: address }),
        el('input', { type: 'image', src: address }),
        el('a', { href: address, ping: address }),
        svg('svg', {}, [svg('image', { href: address, 'xlink:href': address }), svg('use', { href: address })]),
        el('div', { style: address, background: address, popover: address }),
      ]),
    ),
    body(
      'things that embed',
      el('object', { data: at('o1'), codebase: evil, type: 'text/html' }, [
        el('param', { name: 'src', value: at('o2') }),
      ]),
      el('embed', { src: at('o3'), type: 'application/pdf' }),
      el('applet', { code: at('o4'), archive: at('o5') }),
      el('portal', { src: at('o6') }),
      el('fencedframe', { src: at('o7') }),
      el('webview', { src: at('o8') }),
      el('model', { src: at('o9') }, [el('source', { src: at('o10') })]),
      el('frameset', {}, [el('frame', { src: at('o11') })]),
      el('bgsound', { src: at('o12') }),
      el('isindex', { action: at('o13') }),
      el('keygen', { autofocus: true, onfocus: script }),
      el('permission', { type: 'camera', onclick: script }),
      el('layer', { src: at('o14') }),
      el('ilayer', { src: at('o15') }),
      el('xml', { src: at('o16') }),
      el('import', { href: at('o17') }),
    ),
    body(
      'media',
      el('video', { src: at('v1'), poster: at('v2?direct=1'), autoplay: true, controls: true, onerror: script }, [
        el('source', { src: at('v3'), onerror: script }),
        el('track', { src: at('v4'), default: true, kind: 'metadata' }),
      ]),
      el('audio', { src: at('v5'), autoplay: true }, [el('source', { src: at('v6'), srcset: at('v7') })]),
      el('picture', {}, [
        el('source', {
          srcset: `${at('v8?direct=1')} 1x, ${at('v9?direct=2')} 2x`,
          media: `(min-width:1px), url(${at('v10')})`,
        }),
        el('img', {
          src: at('v11?direct=1'),
          sizes: '100vw',
          longdesc: at('v12'),
          usemap: at('v13'),
          lowsrc: at('v14'),
        }),
      ]),
      el('img', { srcset: `${at('v15,a b')} 1x,,,${at('v16')}` }),
    ),
    body(
      'forms that send',
      el('form', { action: at('s1'), onsubmit: script, target: '_top' }, [
        el('input', { type: 'image', src: at('s2?direct=1'), formaction: at('s3') }),
        el('button', { formaction: `javascript:${script}`, popovertarget: 'x', command: '--x', commandfor: 'y' }),
        el('input', { type: 'submit', autofocus: true, onfocus: script }),
        el('select', { onchange: script }, [el('option', { selected: true, onclick: script }, [text('x')])]),
      ]),
    ),
    body(
      'fields that stand in for the form',
      formOf(['parentNode', 'childNodes', 'firstChild', 'nextSibling', 'attributes']),
    ),
    body(
      'fields that stand in for more of the form',
      formOf([
        'style',
        'textContent',
        'getBoundingClientRect',
        'insertBefore',
        'removeChild',
        'nodeType',
        'shadowRoot',
        'ownerDocument',
      ]),
    ),
    body(
      'names of odd characters',
      el('p', Object.fromEntries(oddNames.map((name) => [name, script])), [text('x')]),
      el('img', Object.fromEntries(oddNames.map((name) => [name, at('odd')])), []),
      svg('svg', Object.fromEntries(oddNames.map((name) => [name, script])), []),
    ),
    body(
      'all schemes of addresses',
      ...schemes(evil).flatMap((url) => [
        el('a', { href: url }, [text('x')]),
        el('img', { src: url }),
        el('link', { rel: 'stylesheet', href: url }),
        svg('svg', {}, [svg('image', { href: url }), svg('use', { href: url })]),
        el('div', { style: `background:url("${url.replace(/"/g, '')}")` }),
        el('video', { poster: url }),
      ]),
    ),
    body(
      'old attributes that load',
      ...['body', 'table', 'td', 'th', 'tr', 'marquee', 'div'].map((tag) => el(tag, { background: at(`bg-${tag}`) })),
      el('blockquote', { cite: at('cite') }),
      el('html', { manifest: at('manifest') }),
      el('head', { profile: at('profile') }),
      el('input', { type: 'image', src: `${at('inp?direct=1')}`, dynsrc: at('dyn') }),
      el('a', { href: 'x', ping: at('ping'), attributionsrc: at('attr'), download: 'x', target: '_top' }),
      el('link', { rel: 'preload', as: 'image', imagesrcset: at('imagesrcset'), href: at('preload') }),
    ),
    body(
      'shadow roots',
      el(
        'div',
        {},
        [
          el('link', { rel: 'stylesheet', href: at('sh1') }, [], { isShadow: true }),
          el('style', { _cssText: `@import "${at('sh2')}";:host{background:url(${at('sh3')})}` }, [], {
            isShadow: true,
          }),
          el('slot', { onslotchange: script, name: 'x' }, [], { isShadow: true }),
          el('img', { src: at('sh4?direct=1'), onerror: script }, [], { isShadow: true }),
        ],
        { isShadowHost: true },
      ),
      el('template', { shadowrootmode: 'open' }, [el('script', {}, [text(script)])]),
      el('input', {}, [el('p', {}, [], { isShadow: true })], { isShadowHost: true }),
    ),
    body(
      'layers over the page',
      el('dialog', { open: '', rr_open_mode: 'modal', oncancel: script }, [
        el('input', { autofocus: true, onfocus: script }),
      ]),
      el('div', { popover: 'auto', 'theke-popover': '', ontoggle: script }, [el('button', { autofocus: true })]),
      el('div', { 'theke-popover': '' }),
      el('dialog', { popover: '', 'theke-popover': '', open: '', rr_open_mode: 'modal' }),
      el('details', { open: true, ontoggle: script, name: 'x' }, [el('summary', {}, [text('x')])]),
    ),
    body('a drawing that multiplies', svg('svg', {}, bomb(10, 10))),
    body(
      'a drawing that shows itself',
      svg('svg', { id: 'own' }, [svg('use', { href: '#own' }), svg('g', { id: 'p' }, [svg('use', { href: '#p' })])]),
    ),
    body(
      'many that each show much',
      svg('svg', {}, [
        svg(
          'symbol',
          { id: 'much' },
          Array.from({ length: 2_000 }, () => svg('path', { d: 'M0 0h1' })),
        ),
        ...Array.from({ length: 500 }, () => svg('use', { href: '#much' })),
      ]),
    ),
    body(
      'a table larger than all',
      el('table', {}, [
        el(
          'tr',
          {},
          Array.from({ length: 40 }, () => el('td', { colspan: '1000000', rowspan: '65534' }, [text('x')])),
        ),
      ]),
      el('textarea', { rows: '99999999', cols: '99999999' }),
      el('select', { size: '99999999' }, [el('option')]),
    ),
    [
      'head that leads elsewhere',
      picture(
        [],
        [
          el('meta', { 'http-equiv': 'refresh', content: `0;url=${at('h1')}` }),
          el('meta', {
            'http-equiv': 'content-security-policy-report-only',
            content: `default-src 'none'; report-uri ${at('h2')}`,
          }),
          el('meta', { name: 'referrer', content: 'unsafe-url' }),
          el('base', { href: evil, target: '_top' }),
          el('title', { onload: script }, [text('x')]),
          el('script', { type: 'speculationrules' }, [text(`{"prefetch":[{"urls":["${at('h3')}"]}]}`)]),
          el('script', { type: 'importmap' }, [text(`{"imports":{"a":"${at('h4')}"}}`)]),
          el('link', { rel: 'dns-prefetch preconnect', href: evil, onload: script }),
          el('style', { media: `all, url(${at('h5')})`, onload: script }, [text('.x{}')]),
        ],
      ),
    ],
    ...sheets(at).map(
      (sheet, i): Case => [
        `style sheet ${i + 1}`,
        picture(
          [el('div', { class: 'x', 'data-u': at('attr') }, [el('li', {}, [text('x')])])],
          [el('style', { _cssText: sheet }, [text('')])],
        ),
      ],
    ),
  ];
}

/** A form whose fields are called like what every element has. */
function formOf(names: string[]): Raw {
  return el(
    'form',
    {},
    names.map((id) => el('input', { id, name: id, value: 'x' })),
  );
}

/** Changes, each a class of its own, on top of an honest picture. */
export function moreChanges(evil: string): Case[] {
  const at = (path: string) => `${evil}/${path}`;
  const frame = (id: number, attributes: Raw = {}): Raw => ({
    type: 2,
    id,
    tagName: 'iframe',
    attributes,
    childNodes: [],
  });
  const all = sheets(at);
  const nest = (depth: number): Raw[] =>
    Array.from({ length: depth }, (_, i) => [
      add(i === 0 ? 5 : 5_000 + i * 10 - 7, frame(5_000 + i * 10)),
      frameIn(5_000 + i * 10, {
        type: 0,
        id: 5_001 + i * 10,
        childNodes: [
          {
            type: 2,
            id: 5_002 + i * 10,
            tagName: 'html',
            attributes: {},
            childNodes: [{ type: 2, id: 5_003 + i * 10, tagName: 'body', attributes: {}, childNodes: [] }],
          },
        ],
      }),
    ]).flat();
  return [
    [
      'a page inside a frame',
      [
        add(5, frame(3_000)),
        frameIn(
          3_000,
          inner(
            3_010,
            [
              el('script', {}, [text(script)]),
              el('img', { src: at('p1?direct=1'), onerror: script }),
              el('iframe', { srcdoc: `<script>${script}</script>` }),
              el('a', { href: `javascript:${script}`, target: '_top' }, [text('x')]),
            ],
            [
              el('base', { href: evil }),
              el('meta', { 'http-equiv': 'refresh', content: `0;url=${at('p2')}` }),
              el('style', { _cssText: `@import "${at('p3')}";body{background:url(${at('p4')})}` }, [text('')]),
              el('link', { rel: 'stylesheet', href: at('p5') }),
            ],
          ),
        ),
      ],
    ],
    [
      'a frame given an address',
      [
        add(5, frame(3_100)),
        frameIn(3_100, inner(3_110)),
        set(3_100, { src: at('q1'), srcdoc: script, sandbox: 'allow-scripts', onload: script }),
      ],
    ],
    [
      'a page inside what is no frame',
      [
        frameIn(6, inner(3_210, [el('script', {}, [text(script)])])),
        frameIn(8, inner(3_220)),
        frameIn(1, inner(3_230)),
      ],
    ],
    [
      'a page inside its own frame',
      [
        add(5, frame(3_300)),
        frameIn(3_300, inner(3_310)),
        frameIn(3_300, inner(3_310, [el('p')])),
        frameIn(3_300, inner(1)),
      ],
    ],
    ['frames in frames in frames', nest(12)],
    [
      'a hundred frames',
      Array.from({ length: 100 }, (_, i) => [
        add(5, frame(7_000 + i * 10)),
        frameIn(7_000 + i * 10, inner(7_001 + i * 10)),
      ]).flat(),
    ],
    [
      'frames that come and go',
      Array.from({ length: 20 }, (_, i) => [
        add(5, frame(8_000)),
        frameIn(8_000, inner(8_010 + i * 20)),
        mutation({ removes: [{ parentId: 5, id: 8_000 }] }),
      ]).flat(),
    ],
    [
      'files that are no pictures',
      [
        asset('https://shop.example/a.png', 'text/html', `<script>${script}</script>`),
        asset(
          'https://shop.example/a.svg',
          'image/svg+xml',
          `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`,
        ),
        asset(
          'https://shop.example/b.svg',
          'image/svg+xml',
          `<svg xmlns="http://www.w3.org/2000/svg"><image href="${at('a1')}"/></svg>`,
        ),
        asset('https://shop.example/c.svg', 'image/svg+xml;x', '<svg/>'),
        asset(
          'https://shop.example/d.svg',
          'IMAGE/SVG+XML',
          `<!DOCTYPE svg [<!ENTITY x SYSTEM "${at('a2')}">]><svg>&x;</svg>`,
        ),
      ],
    ],
    [
      'files under other names',
      [
        asset(`javascript:${script}`, 'image/png', 'x'),
        asset('data:text/html,x', 'image/png', 'x'),
        {
          type: 7,
          data: { url: 'https://shop.example/a.png', mime: 'image/png', base64: `x");background:url(${at('a3')}` },
        },
        { type: 7, data: { url: 'https://shop.example/a.png', mime: 'application/javascript', base64: 'AAAA' } },
        { type: 7, data: { url: {}, mime: [], base64: 7 } },
      ],
    ],
    [
      'files put into a picture',
      [
        add(5, el('img', { src: 'https://shop.example/own.png' })),
        set(8, { _cssText: '.ok{background:url(https://shop.example/own.png)}' }),
        asset('https://shop.example/own.png', 'image/png', 'not really a picture'),
      ],
    ],
    [
      'stills that are none',
      [
        add(5, { type: 2, id: 3_400, tagName: 'canvas', attributes: { width: '1e9', height: -5 }, childNodes: [] }),
        add(5, { type: 2, id: 3_401, tagName: 'video', attributes: {}, childNodes: [] }),
        ...[
          at('st1'),
          `javascript:${script}`,
          'data:text/html;base64,AAAA',
          'data:image/svg+xml;base64,AAAA',
          `data:image/png;base64,A")};*{background:url(${at('st2')})}`,
        ].flatMap((image) => [3_400, 3_401, 6, 1].map((id) => ({ type: 8, data: { id, image } }))),
        { type: 8, data: { id: 3_400, image: 'data:image/png;base64,AAAA' } },
        { type: 8, data: { id: 3_401, image: 'data:image/webp;base64,AAAA' } },
      ],
    ],
    ['style sheets in changed texts', all.map((sheet) => mutation({ texts: [{ id: 9, value: sheet }] }))],
    ['style sheets in changed attributes', all.map((sheet) => set(8, { _cssText: sheet, media: sheet, style: sheet }))],
    [
      'style sheets as inserted rules',
      all.map((rule) => ({ type: 3, data: { source: 8, id: 8, adds: [{ rule, index: 0 }] } })),
    ],
    [
      'style sheets that are adopted',
      all.map((rule, i) => ({
        type: 3,
        data: {
          source: 15,
          id: i % 2 === 0 ? 1 : 6,
          styles: [{ styleId: 500 + i, rules: [{ rule }] }],
          styleIds: [500 + i],
        },
      })),
    ],
    [
      'adopted sheets replaced',
      [
        { type: 3, data: { source: 15, id: 1, styles: [{ styleId: 600, rules: [] }], styleIds: [600] } },
        ...all.map((sheet) => ({ type: 3, data: { source: 8, styleId: 600, replaceSync: sheet, replace: sheet } })),
        ...all.map((rule) => ({ type: 3, data: { source: 8, styleId: 600, adds: [{ rule, index: [0, 0] }] } })),
      ],
    ],
    [
      'declarations set',
      all.map((sheet, i) => ({
        type: 3,
        data: {
          source: 13,
          id: 8,
          index: [0],
          set: {
            property: ['background', '--x', 'mask-image', 'color-scheme', 'cursor'][i % 5],
            value: /:(.*?)[;}]/.exec(sheet)?.[1] ?? sheet,
          },
        },
      })),
    ],
    [
      'inline styles by property',
      all.map((sheet) =>
        set(6, {
          style: {
            background: sheet,
            '--x': [sheet, 'important'],
            'background-image': /:(.*?)[;}]/.exec(sheet)?.[1] ?? '',
          },
        }),
      ),
    ],
    [
      'a text moved into a style sheet of a drawing',
      [
        add(5, svg('svg', {}, [{ type: 2, id: 3_500, tagName: 'style', attributes: {}, childNodes: [], isSVG: true }])),
        mutation({
          adds: [
            {
              parentId: 3_500,
              nextId: null,
              node: { type: 3, id: 3_501, textContent: `@import "${at('ms1')}";.ok{background:url(${at('ms2')})}` },
            },
          ],
        }),
        mutation({ texts: [{ id: 3_501, value: `.ok{background:url(${at('ms3')})}` }] }),
      ],
    ],
    [
      'an element that becomes another under its number',
      [
        add(5, {
          type: 2,
          id: 3_600,
          tagName: 'p',
          attributes: {},
          childNodes: [{ type: 3, id: 3_601, textContent: `@import "${at('be1')}";` }],
        }),
        add(4, { type: 2, id: 3_600, tagName: 'style', attributes: {}, childNodes: [] }),
        mutation({ texts: [{ id: 3_601, value: `.ok{background:url(${at('be2')})}` }] }),
        add(3_600, { type: 3, id: 3_601, textContent: `.ok{background:url(${at('be3')})}` }),
      ],
    ],
    [
      'drawings that multiply bit by bit',
      [
        add(
          5,
          svg('svg', {}, [{ type: 2, id: 3_700, tagName: 'g', attributes: { id: 'z0' }, childNodes: [], isSVG: true }]),
        ),
        ...Array.from({ length: 9 }, (_, i) => [
          add(3_700, {
            type: 2,
            id: 3_701 + i,
            tagName: 'g',
            attributes: {},
            isSVG: true,
            childNodes: Array.from({ length: 10 }, () => svg('use', { href: `#z${i}` })),
          }),
          set(3_701 + i, { id: `z${i + 1}` }),
        ]).flat(),
      ],
    ],
    [
      'links given schemes',
      schemes(evil).map((url) =>
        set(6, { href: url, src: url, 'xlink:href': url, poster: url, srcset: url, action: url }),
      ),
    ],
    [
      'names of odd characters set',
      [
        set(6, Object.fromEntries(oddNames.map((name) => [name, script]))),
        set(6, { style: Object.fromEntries(oddNames.map((name) => [name, script])) }),
      ],
    ],
    [
      'layers set',
      [
        set(6, { 'theke-popover': '', popover: 'auto', 'theke-focus': '', 'theke-modal': '', rr_open_mode: 'modal' }),
        add(5, {
          type: 2,
          id: 3_800,
          tagName: 'dialog',
          attributes: {},
          childNodes: [el('input', { autofocus: true })],
        }),
        ...Array.from({ length: 30 }, (_, i) =>
          set(3_800, { open: i % 2 ? '' : null, rr_open_mode: i % 2 ? 'modal' : null }),
        ),
      ],
    ],
  ];
}

/** Lines no honest side sends: kinds, numbers, shapes. */
export function moreMalformed(): unknown[][] {
  const head = picture();
  const chain = (count: number, by: number): Raw =>
    mutation({
      adds: Array.from({ length: count }, (_, i) => ({
        parentId: i === 0 ? 5 : 10_000 + (i - 1) * by,
        nextId: null,
        node: { type: 2, id: 10_000 + i * by, tagName: 'b', attributes: {}, childNodes: [] },
      })),
    });
  const deep = (depth: number): string =>
    `${'{"type":2,"id":1,"tagName":"b","attributes":{},"childNodes":['.repeat(depth)}${']}'.repeat(depth)}`;
  const line = (node: string) => `{"type":2,"data":{"node":${node},"initialOffset":{"left":0,"top":0}}}`;
  const page = (data: Raw): Raw => ({
    type: 4,
    data: { href: 'https://shop.example/', width: 800, height: 600, ...data },
  });
  return [
    [head[0]!, line(deep(30_000))],
    [...head, chain(30_000, 1)],
    [
      ...head,
      mutation({ adds: [{ parentId: 50, nextId: null, node: { type: 2, id: 50, tagName: 'p', attributes: {} } }] }),
    ],
    [
      ...head,
      mutation({
        adds: [1, 2, 3].map((i) => ({
          parentId: 60 + (i % 3),
          nextId: 60 + ((i + 1) % 3),
          node: { type: 2, id: 60 + ((i + 2) % 3), tagName: 'p', attributes: {} },
        })),
      }),
    ],
    [
      ...head,
      mutation({
        adds: [
          { parentId: 6, nextId: null, node: { type: 2, id: 3, tagName: 'html', attributes: {}, childNodes: [] } },
        ],
      }),
    ],
    [...head, mutation({ adds: [{ parentId: 6, nextId: null, node: { type: 0, id: 70, childNodes: [] } }] })],
    [...head, mutation({ removes: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => ({ parentId: 1, id })) })],
    [...head, mutation({ removes: [{ parentId: 1, id: 1 }] }), mutation({ removes: [{ parentId: 9_999, id: 6 }] })],
    [page({ width: 1e308, height: 1e308 }), ...head],
    [
      page({ scrollbar: 1e9, scheme: 'evil', zoom: { left: 'x', top: {}, scale: -1 } }),
      page({ zoom: { left: 1e308, top: -1e308, scale: 9 } }),
      head[1]!,
    ],
    [
      ...head,
      { type: 3, data: { source: 4, width: 9_999.5, height: 1 } },
      { type: 3, data: { source: 4, width: -1, height: 1e9 } },
    ],
    [...head, ...[1e308, -1e308, 0.1, -0].map((x) => ({ type: 3, data: { source: 3, id: 5, x, y: x } }))],
    [
      ...head,
      {
        type: 3,
        data: {
          source: 8,
          id: 8,
          adds: [
            { rule: '.a{}', index: 1e15 },
            { rule: '.b{}', index: [9, 9, 9] },
          ],
          removes: [{ index: 1e15 }],
        },
      },
    ],
    [...head, { type: 3, data: { source: 13, id: 8, index: [0, 0, 0, 0], remove: { property: '__proto__' } } }],
    [
      ...head,
      { type: 3, data: { source: 15, id: 1, styleIds: [1e15, -1, 'x'] } },
      { type: 3, data: { source: 15, id: 99_999, styleIds: [] } },
    ],
    ['{"type":5,"data":{"after":1}}', ...head],
    [...head, '{"type":5,"data":{"after":1000}}', { type: 5, data: {} }],
    ['{"type":5,"data":{"after":-1}}'],
    ['{"type":5,"data":{"after":1e308,"chunks":{}}}', ...head],
    [...head, ...Array.from({ length: 20 }, (_, i) => ({ type: 6, data: { nodes: i, sum: 2 ** 32 + i } }))],
    [...head, { type: 6, data: { nodes: -1, sum: 'x' } }, { type: 6, data: null }],
    [
      ...head,
      ...Array.from({ length: 8 }, () => ({
        type: 7,
        data: { url: 'https://shop.example/x', mime: 'image/png', base64: 'A'.repeat(500_000) },
      })),
    ],
    [
      ...head,
      ...Array.from({ length: 40 }, (_, i) => ({
        type: 7,
        data: { url: `https://shop.example/${i}`, mime: 'image/png', base64: 'A'.repeat(390_000) },
      })),
    ],
    [
      ...head,
      ...Array.from({ length: 8 }, (_, i) => ({
        type: 8,
        data: { id: 6 + i, image: `data:image/png;base64,${'A'.repeat(400_000)}` },
      })),
    ],
    [
      ...picture(
        Array.from({ length: 300 }, (_, i) => ({
          type: 2,
          id: 2_000 + i,
          tagName: 'canvas',
          attributes: {},
          childNodes: [],
        })),
      ),
      ...Array.from({ length: 300 }, (_, i) => ({
        type: 8,
        data: { id: 2_000 + i, image: 'data:image/png;base64,AAAA' },
      })),
    ],
    [
      ...head,
      '{"type":3,"data":{"__proto__":{"source":0},"source":0,"adds":[{"__proto__":{"parentId":5},"nextId":null,"node":{}}]}}',
    ],
    [...head, '{"__proto__":{"type":3},"data":{"source":0}}', '{"type":3,"data":{"source":0,"adds":{"length":1e9}}}'],
    [
      ...head,
      JSON.stringify(
        mutation({ attributes: [{ id: 6, attributes: { constructor: 'x', hasOwnProperty: 'x', class: 'y' } }] }),
      ),
    ],
    [...head, set(6, Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`a${i}`, 'x'])))],
    [...head, set(6, { class: ['x'], id: { a: 1 }, title: 7 })],
    [...head, 'x'.repeat(2_000_000)],
    [...head, `{"type":3,"data":{"source":0,"texts":[{"id":7,"value":"${'x'.repeat(5_000_000)}"}]}}`],
    [head[1]!, head[0]!, head[1]!, head[1]!],
    [...head, head[1]!, head[1]!, head[1]!, head[1]!],
    [head[0]!, { type: 2, data: { node: { type: 0, id: 1, childNodes: { length: 5 } }, initialOffset: null } }],
    [
      head[0]!,
      { type: 2, data: { node: { type: 0, id: 1, compatMode: 'BackCompat', childNodes: [el('html'), el('html')] } } },
    ],
    [head[0]!, { type: 2, data: { node: { type: 0, id: 1, childNodes: [text('x'), el('html'), text('y')] } } }],
  ];
}
