// Events as somebody would forge them who wants the agent's browser to run a script or to load something of theirs.

type Raw = Record<string, unknown>;
// Far from those that are called by their numbers.
let nextId = 100_000;
const id = () => (nextId += 1);

export const text = (textContent: string): Raw => ({ type: 3, id: id(), textContent });
export const el = (tagName: string, attributes: Raw = {}, childNodes: Raw[] = [], more: Raw = {}): Raw => ({
  type: 2,
  id: id(),
  tagName,
  attributes,
  childNodes,
  ...more,
});

/** A whole picture: what an honest visitor's side begins with. Body is 5, its first paragraph 6, the style sheet 8. */
export function picture(body: Raw[] = [], head: Raw[] = []): Raw[] {
  const style = {
    type: 2,
    id: 8,
    tagName: 'style',
    attributes: { _cssText: '.ok { color: rgb(1, 2, 3) }' },
    childNodes: [{ type: 3, id: 9, textContent: '' }],
  };
  const paragraph = {
    type: 2,
    id: 6,
    tagName: 'p',
    attributes: { class: 'ok' },
    childNodes: [{ type: 3, id: 7, textContent: 'good state' }],
  };
  const childNodes = [
    { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
    {
      type: 2,
      id: 3,
      tagName: 'html',
      attributes: {},
      childNodes: [
        { type: 2, id: 4, tagName: 'head', attributes: {}, childNodes: [style, ...head] },
        { type: 2, id: 5, tagName: 'body', attributes: {}, childNodes: [paragraph, ...body] },
      ],
    },
  ];
  return [
    { type: 4, data: { href: 'https://shop.example/a', width: 800, height: 600 } },
    { type: 2, data: { node: { type: 0, id: 1, childNodes }, initialOffset: { left: 0, top: 0 } } },
  ];
}

export const mutation = (data: Raw): Raw => ({
  type: 3,
  data: { source: 0, adds: [], removes: [], texts: [], attributes: [], ...data },
});
export const add = (parentId: number, node: Raw, nextNode: number | null = null): Raw =>
  mutation({ adds: [{ parentId, nextId: nextNode, node }] });
export const set = (node: number, attributes: Raw): Raw => mutation({ attributes: [{ id: node, attributes }] });

const script = "top.pwned=1;parent.pwned=1;alert('pwned')";

/** Bodies and heads of pictures that want out. Each names its own address under `evil`. */
export function hostilePictures(evil: string): [name: string, events: Raw[]][] {
  const at = (path: string) => `${evil}/${path}`;
  const body = (name: string, ...nodes: Raw[]): [string, Raw[]] => [name, picture(nodes)];
  const head = (name: string, ...nodes: Raw[]): [string, Raw[]] => [name, picture([], nodes)];
  const css = (name: string, sheet: string): [string, Raw[]] => [
    name,
    picture([el('div', { class: 'x' }, [text('x')])], [el('style', { _cssText: sheet }, [text('')])]),
  ];
  return [
    body('script', el('script', {}, [text(script)])),
    body('script src', el('script', { src: at('script') })),
    body(
      'svg script',
      el('svg', {}, [el('script', { href: at('svgscript') }, [text(script)], { isSVG: true })], { isSVG: true }),
    ),
    body(
      'iframe',
      el('iframe', { src: at('iframe') }),
      el('iframe', { srcdoc: `<script>${script}</script><img src=${at('srcdoc')}>` }),
      el('iframe', { src: `javascript:${script}` }),
    ),
    body('frame made of another node', el('div', { 'theke-frame': '', src: at('div'), srcdoc: '<img src=x>' })),
    body(
      'object and embed',
      el('object', { data: at('object') }),
      el('embed', { src: at('embed') }),
      el('applet', { archive: at('applet') }),
    ),
    body(
      'handlers',
      el('img', { src: 'x', onerror: script }),
      el('body', { onload: script }),
      el('details', { open: true, ontoggle: script }),
      el('svg', { onload: script }, [], { isSVG: true }),
      el('input', { onfocus: script, autofocus: true }),
    ),
    body(
      'addresses of links',
      el('a', { href: `javascript:${script}`, ping: at('ping') }, [text('x')]),
      el('form', { action: at('form') }, [el('button', { formaction: at('formaction') })]),
    ),
    body(
      'pictures',
      el('img', { src: at('img?direct=1') }),
      el('img', { srcset: `${at('srcset')} 1x, ${at('srcset2')} 2x` }),
      el('picture', {}, [el('source', { srcset: at('source') }), el('img', { lowsrc: at('lowsrc') })]),
      el('input', { type: 'image', src: at('inputimage') }),
    ),
    body(
      'media',
      el('video', { src: at('video'), poster: at('poster'), autoplay: true }, [
        el('source', { src: at('vsource') }),
        el('track', { src: at('track'), default: true }),
      ]),
      el('audio', { src: at('audio'), autoplay: true, rr_mediaState: 'played' }),
    ),
    body(
      'old attributes',
      el('table', { background: at('background') }),
      el('body', { background: at('bodybg') }),
      el('link', { rel: 'stylesheet', href: at('bodylink') }),
    ),
    body(
      'svg loads',
      el(
        'svg',
        {},
        [
          el('image', { href: at('svgimage'), 'xlink:href': at('svgxlink'), width: '10', height: '10' }, [], {
            isSVG: true,
          }),
          el('use', { href: `${at('use')}#a`, 'xlink:href': `${at('usex')}#a` }, [], { isSVG: true }),
          el(
            'filter',
            { id: 'f' },
            [
              el('feImage', { href: at('feimage') }, [], { isSVG: true }),
              el('feimage', { href: at('feimage2') }, [], { isSVG: true }),
            ],
            { isSVG: true },
          ),
          el(
            'rect',
            {
              fill: `url(${at('fill')}#a)`,
              filter: `url(${at('filter')}#a)`,
              mask: `url("${at('mask')}#a")`,
              'clip-path': `u\\72l(${at('clip')}#a)`,
              cursor: `url(${at('cursor')}),auto`,
            },
            [],
            { isSVG: true },
          ),
          el('set', { attributeName: 'href', to: at('set') }, [], { isSVG: true }),
          el('animate', { attributeName: 'href', values: at('animate') }, [], { isSVG: true }),
        ],
        { isSVG: true },
      ),
    ),
    body(
      'style attributes',
      el(
        'div',
        {
          style: `background:url(${at('style')});background-image:image-set("${at('imageset')}" 1x);cursor:url('${at('stylecursor')}'),auto;list-style:url( ${at('list')} )`,
        },
        [text('x')],
      ),
    ),
    body(
      'template and shadow',
      el(
        'div',
        {},
        [
          el('img', { src: at('shadowimg?direct=1') }, [], { isShadow: true }),
          el('style', {}, [text(`@import "${at('shadowimport')}";`)], { isShadow: true }),
        ],
        { isShadowHost: true },
      ),
    ),
    body('shadow on what cannot have one', el('a', {}, [el('p', {}, [], { isShadow: true })], { isShadowHost: true })),
    body(
      'own words of the library',
      el('img', { src: 'x', rr_dataURL: at('dataurl') }),
      el('canvas', { rr_dataURL: at('canvasdata') }),
      el('div', { rr_width: `1px;background:url(${at('rrwidth')})` }),
      el('iframe', { rr_src: at('rrsrc') }),
    ),
    body('dialog', el('dialog', { open: '', rr_open_mode: 'modal' }, [el('input', { autofocus: true })])),
    body(
      'custom element',
      el('x-evil', { is: 'x-evil', onclick: script }, [], { isCustom: true }),
      el('annotation-xml', {}, [], { isCustom: true }),
      el('constructor', {}, []),
    ),
    body(
      'math and foreign parts',
      el('math', { href: at('math') }, [el('maction', { 'xlink:href': at('maction') })]),
      el('svg', {}, [el('foreignobject', {}, [el('iframe', { src: at('foreign') })], { isSVG: true })], {
        isSVG: true,
      }),
    ),
    head('base', el('base', { href: `${evil}/` }), el('style', { _cssText: '.x{background:url(rel)}' }, [text('')])),
    head(
      'meta',
      el('meta', { 'http-equiv': 'refresh', content: `0;url=${at('refresh')}` }),
      el('meta', { 'http-equiv': 'Set-Cookie', content: 'a=b' }),
    ),
    head(
      'links',
      ...[
        'stylesheet',
        'preload',
        'prefetch',
        'icon',
        'preconnect',
        'dns-prefetch',
        'modulepreload',
        'manifest',
        'alternate stylesheet',
      ].map((rel) => el('link', { rel, href: at(`link-${rel}`), as: 'image' })),
    ),
    head(
      'link with text children',
      el('link', { rel: 'stylesheet', _cssText: '.x{}' }, [text(`@import "${at('linkchild')}";`)]),
    ),
    head(
      'style text',
      el('style', {}, [text(`@import url(${at('styletext')}); .x { background: url(${at('styletext2')}) }`)]),
    ),
    head(
      'svg style',
      el('svg', {}, [el('style', {}, [text(`@import "${at('svgstyle')}";`)], { isSVG: true })], { isSVG: true }),
    ),
    css(
      'imports',
      `@import "${at('i1')}"; @import url(${at('i2')}) screen; @IMPORT url("${at('i3')}"); @\\69mport "${at('i4')}"; @import/**/"${at('i5')}";`,
    ),
    css(
      'escaped url',
      `.x{background:u\\72l(${at('e1')});background-image:\\75\\72\\6c(${at('e2')});list-style:\\url(${at('e3')});cursor:URL(${at('e4')}),auto}`,
    ),
    css(
      'image functions',
      `.x{background:image-set("${at('f1')}" 1x);background:-webkit-image-set(url(${at('f2')}) 1x);background:-webkit-cross-fade(url(${at('f3')}),url(${at('f4')}),50%);background:image("${at('f5')}");content:src("${at('f6')}")}`,
    ),
    css(
      'fonts and the rest',
      `@font-face{font-family:z;src:url(${at('font')}),local("z")} .x{font-family:z;mask:url(${at('m')});border-image:url(${at('b')}) 1;filter:url(${at('fi')});shape-outside:url(${at('s')});--u:url(${at('v')});background:var(--u)} @namespace url(${at('ns')}); @document url(${at('doc')}){}`,
    ),
    css(
      'comments as cover',
      `.x{background:url/**/(${at('c1')});} /* " */ .x{background:url(${at('c2')})} /* ' */ .a\\"b{background:url(${at('c3')})} "`,
    ),
    css(
      'brackets as cover',
      `[a=b/*] "*/.x{background:url(${at('k1')})} "] [x="\n"] .x{background:url(${at('k2')})} .x{content:"\\\n";background:url(${at('k3')})}`,
    ),
    css(
      'left-overs that grow together',
      `.x{background:u@charset;rl(${at('g1')})} @@charset;import "${at('g2')}"; .x{background:u/*a*/rl(${at('g3')})}`,
    ),
    css('unclosed', `.x{background:url(${at('u1')}`),
    css(
      'attribute readers',
      `input[value^="a"]{background:url(${at('r1')})} .x::after{content:attr(data-x) url(${at('r2')})}`,
    ),
  ];
}

/** Changes that want out, on top of an honest picture. */
export function hostileChanges(evil: string): [name: string, events: Raw[]][] {
  const at = (path: string) => `${evil}/${path}`;
  const sheet = (data: Raw): Raw => ({ type: 3, data: { source: 8, id: 8, ...data } });
  const same = { type: 3, id: 77, textContent: '.y{}' };
  return [
    [
      'script added',
      [
        add(5, el('script', {}, [text(script)])),
        add(5, { type: 2, id: 60, tagName: 'script', attributes: {} }),
        add(60, text(script)),
      ],
    ],
    ['frame added', [add(5, el('iframe', { src: at('aframe'), srcdoc: '<img src=x onerror=alert(1)>' }))]],
    [
      'frame document added',
      [
        add(5, { type: 2, id: 61, tagName: 'iframe', attributes: {}, childNodes: [] }),
        mutation({
          adds: [{ parentId: 61, nextId: null, node: { type: 0, id: 62, childNodes: [el('html')] } }],
          isAttachIframe: true,
        }),
      ],
    ],
    [
      'attributes set',
      [
        set(6, {
          onclick: script,
          onmouseover: script,
          src: at('s1'),
          href: `javascript:${script}`,
          style: `background:url(${at('s2')})`,
          srcdoc: 'x',
          background: at('s3'),
        }),
        set(6, { style: { background: `url(${at('s4')})`, 'background-image': [`u\\72l(${at('s5')})`, 'important'] } }),
      ],
    ],
    [
      'link given an address',
      [
        add(4, { type: 2, id: 63, tagName: 'link', attributes: { rel: 'stylesheet' }, childNodes: [] }),
        set(63, { rel: 'stylesheet', href: at('late') }),
        set(63, { _cssText: `@import "${at('latecss')}";.x{background:url(${at('latecss2')})}` }),
      ],
    ],
    [
      'style text changed',
      [mutation({ texts: [{ id: 9, value: `@import "${at('t1')}"; .ok{background:url(${at('t2')})}` }] })],
    ],
    ['style sheet replaced', [set(8, { _cssText: `@import "${at('t3')}"; .ok{background:url(${at('t4')})}` })]],
    [
      'text made elsewhere, moved into a style sheet',
      [
        add(5, { type: 3, id: 70, textContent: 'x' }),
        mutation({ texts: [{ id: 70, value: `@import "${at('mv1')}"; .ok{background:url(${at('mv2')})}` }] }),
        add(8, { type: 3, id: 70, textContent: 'x' }),
      ],
    ],
    [
      'two things with one id',
      [
        mutation({
          adds: [
            { parentId: 5, nextId: 9999, node: { type: 2, id: 8, tagName: 'div', attributes: {}, childNodes: [] } },
            { parentId: 8, nextId: null, node: { type: 3, id: 71, textContent: `@import "${at('twice')}";` } },
          ],
        }),
      ],
    ],
    [
      'a style sheet that comes after its text',
      [
        mutation({
          adds: [
            {
              parentId: 72,
              nextId: null,
              node: { type: 3, id: 73, textContent: `.ok{background:url(${at('after')})}` },
            },
            { parentId: 4, nextId: null, node: { type: 2, id: 72, tagName: 'style', attributes: {}, childNodes: [] } },
          ],
        }),
      ],
    ],
    [
      'same text twice',
      [
        mutation({
          adds: [
            { parentId: 5, nextId: null, node: same },
            { parentId: 8, nextId: null, node: same },
          ],
        }),
        mutation({ texts: [{ id: 77, value: `.ok{background:url(${at('same')})}` }] }),
      ],
    ],
    [
      'rules inserted',
      [
        sheet({
          adds: [
            { rule: `@import "${at('r3')}";`, index: 0 },
            { rule: `.ok{background:url(${at('r4')})}` },
            { rule: `@font-face{font-family:q;src:url(${at('r5')})}` },
          ],
        }),
        sheet({ replaceSync: `.ok{background:url(${at('r6')})}` }),
      ],
    ],
    [
      'declaration set',
      [
        {
          type: 3,
          data: { source: 13, id: 8, index: [0], set: { property: 'background', value: `url(${at('d1')})` } },
        },
        {
          type: 3,
          data: {
            source: 13,
            id: 8,
            index: [0],
            set: { property: 'background-image', value: `image-set("${at('d2')}" 1x)` },
          },
        },
      ],
    ],
    [
      'sheet adopted',
      [
        {
          type: 3,
          data: {
            source: 15,
            id: 1,
            styles: [{ styleId: 1, rules: [{ rule: `.ok{background:url(${at('a1')})}`, index: 0 }] }],
            styleIds: [1],
          },
        },
      ],
    ],
    [
      'fonts, canvas, plugins, assets',
      [
        { type: 3, data: { source: 10, family: 'x', fontSource: `url(${at('font1')})`, buffer: false } },
        { type: 3, data: { source: 9, id: 6, type: 0, commands: [{ property: 'drawImage', args: [at('canvas')] }] } },
        { type: 6, data: { plugin: 'x', payload: {} } },
        { type: 7, data: { url: at('asset') } },
        { type: 5, data: { tag: 'x', payload: script } },
      ],
    ],
    [
      'media played',
      [
        add(5, { type: 2, id: 74, tagName: 'video', attributes: { src: at('v1'), autoplay: '' }, childNodes: [] }),
        { type: 3, data: { source: 7, id: 74, type: 0, currentTime: 1 } },
      ],
    ],
    [
      'input of an address',
      [
        add(5, { type: 2, id: 75, tagName: 'img', attributes: {}, childNodes: [] }),
        { type: 3, data: { source: 5, id: 75, text: at('in'), isChecked: true } },
        set(75, { src: `${at('imgset?direct=1')}` }),
      ],
    ],
  ];
}

/** Lines that are not as they must be. After each the view must stand, or ask for a new picture. */
export function malformed(): unknown[][] {
  const deep = (depth: number): Raw => (depth === 0 ? text('x') : el('div', {}, [deep(depth - 1)]));
  const head = picture();
  return [
    ['{', '{', '{', '{'],
    ['[]', 'null', '7', '"x"'],
    [...head, '{"type":3}', '{"type":3,"data":null}', '{"type":3,"data":[]}', '{"type":99,"data":{}}'],
    [head[0]!, head[0]!, head[0]!],
    [head[1]!],
    [head[0]!, { type: 2, data: { node: el('html') } }],
    [head[0]!, { type: 2, data: { node: { type: 0, id: 1, childNodes: [] } } }],
    [
      head[0]!,
      { type: 2, data: { node: { type: 0, id: 1, childNodes: [{ type: 0, id: 2, childNodes: [el('html')] }] } } },
    ],
    [...picture([deep(400)])],
    ['['.repeat(200_000)],
    [...picture([{ type: 2, id: 5, tagName: 'body', attributes: {}, childNodes: [] }])],
    [...picture([{ type: 2, id: -1, tagName: 'p', attributes: {}, childNodes: [] }])],
    [...picture([{ type: 2, id: 1e300, tagName: 'p', attributes: {}, childNodes: [] }])],
    [...picture([el('DIV><img src=x onerror=alert(1)>')])],
    [...picture([el('p', { class: 'x'.repeat(100_000) })])],
    [{ type: 4, data: { href: 'x', width: 1e9, height: -1 } }, ...head],
    [
      { type: 4, data: { href: {}, width: 100, height: 100 } },
      { type: 4, data: { href: 'x', width: Number.NaN, height: 1 } },
      ...head,
    ],
    [...head, add(5, { type: 2, id: 50, tagName: 'p', attributes: {}, childNodes: [] }, 4040)],
    [
      ...head,
      mutation({
        adds: [
          { parentId: 51, nextId: null, node: { type: 2, id: 52, tagName: 'p', attributes: {} } },
          { parentId: 52, nextId: null, node: { type: 2, id: 51, tagName: 'p', attributes: {} } },
        ],
      }),
    ],
    [...head, add(6, { type: 2, id: 5, tagName: 'body', attributes: {}, childNodes: [] })],
    [
      ...head,
      mutation({ adds: [{ parentId: 7, nextId: null, node: { type: 2, id: 53, tagName: 'p', attributes: {} } }] }),
    ],
    [...head, mutation({ removes: [{ parentId: 1, id: 3 }] }), add(1, el('html'))],
    [
      ...head,
      mutation({ texts: [{ id: 6, value: null }] }),
      mutation({ texts: 'x' }),
      mutation({ adds: {} }),
      mutation({ attributes: [{ id: 6, attributes: { class: { a: 1 } } }] }),
    ],
    [...head, ...Array.from({ length: 20 }, (_, i) => mutation({ texts: [{ id: 5000 + i, value: 'x' }] }))],
    [
      ...head,
      JSON.parse(
        '{"type":3,"data":{"source":0,"__proto__":{"x":1},"adds":[],"texts":[],"removes":[],"attributes":[{"id":6,"attributes":{"__proto__":"x","constructor":"y"}}]}}',
      ) as Raw,
    ],
    [
      ...head,
      { type: 3, data: { source: 13, id: 8, index: [5, 5, 5], set: { property: 'color', value: 'red' } } },
      { type: 3, data: { source: 8, id: 8, removes: [{ index: 99 }] } },
    ],
    [
      ...head,
      { type: 3, data: { source: 15, id: 6, styleIds: [1, 2, 3] } },
      { type: 3, data: { source: 15, id: 7, styleIds: [1] } },
    ],
    [
      ...head,
      { type: 3, data: { source: 3, id: 6, x: 'a', y: 1 } },
      { type: 3, data: { source: 3, id: 1, x: 1e308, y: -1e308 } },
    ],
    [
      ...head,
      { type: 3, data: { source: 5, id: 6, text: 5, isChecked: 'x' } },
      { type: 3, data: { source: 4, width: 0, height: 5 } },
    ],
  ];
}
