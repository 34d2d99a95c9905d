const words = (list: string) => list.trim().split(/\s+/);

/** Elements of HTML that only show something. Whatever is not here, and is no custom element, becomes a `span`. */
export const htmlTags: ReadonlySet<string> = new Set(
  words(`
  html head body style link
  a abbr acronym address article aside audio b bdi bdo big blockquote br button canvas caption center cite code col colgroup
  data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header
  hgroup hr i iframe img input ins kbd label legend li main map area mark menu meter nav nobr ol optgroup option output p picture
  pre progress q rp rt ruby s samp search section select selectedcontent slot small source span strike strong sub summary sup table tbody td
  textarea tfoot th thead time tr tt u ul var video wbr template
`),
);

/** Elements of SVG, as they are told (lower case) and as they are written. None that runs, animates or loads a document. */
const svgNames = words(`
  svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath image a title desc style
  clipPath mask pattern linearGradient radialGradient stop marker filter switch view foreignObject
  feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
  feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
  fePointLight feSpecularLighting feSpotLight feTile feTurbulence
`);
export const svgTags: ReadonlyMap<string, string> = new Map(svgNames.map((name) => [name.toLowerCase(), name]));

/** Elements of MathML Core. */
export const mathTags: ReadonlySet<string> = new Set(
  words(`
  math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover
  mmultiscripts mprescripts mtable mtr mtd semantics annotation menclose none
`),
);

/** Never built, whatever they hold; an element that shows nothing stands there instead. */
export const goneTags: ReadonlySet<string> = new Set(
  words(`
  script noscript base meta object embed applet param frame frameset portal fencedframe track template title webview
  animate animatemotion animatetransform animatecolor set discard handler listener constructor annotation-xml
`),
);

export const tagName = /^[a-z][a-z0-9._-]{0,63}$/;
/** Also the few names with a hyphen that SVG has: as elements of HTML they mean nothing. */
export const customName = /^[a-z][a-z0-9._]*-[a-z0-9._-]*$/;
/** Elements that may have a shadow root, besides custom ones. */
export const shadowTags: ReadonlySet<string> = new Set(
  words('article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'),
);
