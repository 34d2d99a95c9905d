import type { Act } from '@theke/protocol';
import type { Reads } from './reads.ts';

type Place = Pick<Extract<Act, { kind: 'scroll' }>, 'left' | 'top'>;

/** Scrolls the page or an element to an absolute place, at once: of many orders the last one holds. */
export function scrollTo(reads: Reads, node: Node | null, { left, top }: Place): boolean {
  const element = node && reads.isElement(node) ? node : null;
  const view = node ? reads.windowOf(node) : reads.window;
  if (!view || (element && !reads.connected(element))) return false;
  // The page scrolls as a whole, whichever of its outer elements is named; a body may scroll by itself as well.
  const whole = !element || /^(html|body)$/.test(reads.tag(element));
  const scroll = reads.window.Element.prototype.scrollTo as (this: Element, to: ScrollToOptions) => void;
  for (const target of new Set([whole ? view.document.scrollingElement : null, element]))
    if (target) scroll.call(target, { left, top, behavior: 'instant' });
  return true;
}

/** Scrolls what scrolls around an element, as the keys for pages do. */
export function scrollAround(reads: Reads, element: Element, key: string): void {
  const page = element.ownerDocument.scrollingElement;
  const scrolls = (one: Element) =>
    one.scrollHeight > one.clientHeight + 1 && /auto|scroll|overlay/.test(reads.style(one).overflowY);
  const target = reads.path(element).find((one) => scrolls(one)) ?? page;
  if (!target) return;
  const screen = target === page ? (reads.windowOf(element)?.innerHeight ?? 0) : target.clientHeight;
  const tops: Record<string, number> = {
    Home: 0,
    End: target.scrollHeight,
    PageUp: target.scrollTop - screen * 0.9,
    PageDown: target.scrollTop + screen * 0.9,
  };
  const top = tops[key];
  if (top !== undefined) scrollTo(reads, target, { left: target.scrollLeft, top });
}
