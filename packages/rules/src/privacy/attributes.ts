// Marked as pure, so that a bundle that asks for neither list carries neither.
const words = (list: string) => list.trim().split(/\s+/);

/**
 * Attributes that shape the page and say nothing about the visitor: always kept. `id` is to be hashed by the caller.
 *
 * Not here because it needs cleaning of its own: `style`.
 */
export const shownAttributes: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ words(`
  id class type role dir lang slot part exportparts rel media
  width height rows cols size span colspan rowspan scope start reversed wrap multiple
  disabled readonly required open hidden inert popover contenteditable tabindex
  align valign bgcolor color face border cellpadding cellspacing nowrap frame rules clear compact
  loading decoding controls
  aria-hidden aria-expanded aria-current aria-disabled aria-busy aria-modal aria-orientation aria-haspopup aria-level
  xmlns viewBox preserveAspectRatio transform transform-origin d points x y x1 x2 y1 y2 cx cy r rx ry dx dy fx fy fr rotate
  fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
  stroke-dashoffset stroke-opacity vector-effect opacity visibility display overflow clip-path clip-rule mask paint-order
  offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
  clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient marker-start marker-mid marker-end
  pathLength text-anchor dominant-baseline alignment-baseline font-size font-family font-weight font-style letter-spacing
  filter filterUnits primitiveUnits stdDeviation in in2 result mode operator k1 k2 k3 k4 flood-color flood-opacity
`),
);

/** Attributes that carry content: kept on shown elements alone. Addresses among them go through `plainUrl`, texts through `scrubSecrets`. */
export const contentAttributes: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ words(`
  alt title placeholder label value checked selected min max low high optimum step
  aria-label aria-description aria-valuetext aria-valuenow aria-valuemin aria-valuemax aria-placeholder aria-roledescription
  aria-checked aria-selected aria-pressed aria-invalid aria-sort
  href xlink:href src srcset sizes poster name for datetime summary abbr
`),
);
