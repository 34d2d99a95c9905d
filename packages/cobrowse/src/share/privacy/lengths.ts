import type { AttributeValue } from '../../events.ts';

// A dozen signs of a usual font, and two lines: nearly all names, numbers and addresses are told the same.
const widthStep = 96;
const heightStep = 48;

const across = /(^|-)(width|inline-size)$/;
const along = /(^|-)(height|block-size)$/;

/** The next of `step`, twice, four times, eight times as much: wide steps, so that hardly anything can be told from them. */
const coarsePx = (px: number, step: number) => step * 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(px, 1) / step)));

/** A size in an inline style without what it tells of a text: fields that grow with what is typed have one. '' where only the text gives it. */
function coarseSize(value: string, step: number): string {
  return value.replace(/^\s*([\d.]+)(\w+)\s*(!important)?\s*$/, (all, size: string, unit: string) => {
    if (unit === 'px') return `${coarsePx(Number(size), step)}px`;
    return /^(ch|ic|ex|em|rem|lh|rlh|pt)$/.test(unit) ? '' : all;
  });
}

/** One declaration of a field or of something empty whose content is not shown. `bar`: nothing stands in it, so its size is what it says. */
export function coarseValue(property: string, value: string, bar: boolean): string {
  const step = across.test(property) ? widthStep : along.test(property) ? heightStep : 0;
  if (bar) {
    if (step > 0 && value.includes('%')) return '50%';
    return /^(transform|translate|scale|left|right|inset|stroke-dash\w+|flex-grow|--.*)$/.test(property) ? '' : value;
  }
  // Sliders draw how far they are moved.
  if (/^(--|background(?!-c))/.test(property)) return '';
  return step > 0 ? coarseSize(value, step) : value;
}

/** An inline style likewise. */
export function coarseStyle(css: string, bar: boolean): string {
  return css
    .split(';')
    .map((part) => {
      const [, property = '', value = ''] = /^\s*(-{0,2}[a-z][\w-]*)\s*:([\s\S]*)$/i.exec(part) ?? [];
      if (property === '') return part.trim() === '' ? '' : part;
      const coarse = coarseValue(property.toLowerCase(), value, bar);
      return coarse === value ? part : coarse === '' ? '' : `${property}:${coarse}`;
    })
    .filter((part) => part !== '')
    .join(';');
}

/** `size`, `cols` and `rows` of a field: pages set them to what fits. */
export const coarseCount = (name: string, value: string): string => {
  const step = name === 'rows' ? 4 : 20;
  const count = Number.parseInt(value, 10);
  return Number.isFinite(count) && count > 0 ? String(Math.min(Math.ceil(count / step) * step, 1_000)) : '';
};

/**
 * The size an element has now, for one whose content is left out. Exact where a container or a picture gives it; in steps where
 * the text in it does, or else its width would tell how long a name is.
 */
export function boxSize(element: Element): Record<string, AttributeValue> {
  const { width, height } = element.getBoundingClientRect();
  if (width <= 0 || height <= 0) return {};
  const replaced = /^(img|image|video|audio|canvas|iframe|svg)$/i.test(element.localName);
  const around = element.parentElement?.getBoundingClientRect().width ?? 0;
  // As wide as what it stands in, within its padding: given from outside.
  const given = replaced || (around > 0 && around - width < 64 && isBlock(element));
  return {
    rr_width: `${given ? Math.round(width) : coarsePx(width, widthStep)}px`,
    rr_height: `${replaced ? Math.round(height) : coarsePx(height, heightStep)}px`,
  };
}

function isBlock(element: Element): boolean {
  const view = element.ownerDocument.defaultView;
  const display = view?.getComputedStyle(element).display ?? '';
  return /^(block|flex|grid|list-item|table)$/.test(display);
}
