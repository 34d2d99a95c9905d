import type { Dom } from '../dom.ts';
import { type Eyes, keepsLook, type Sight } from '../sight.ts';
import type { HiddenBox } from '../surface.ts';

type Why = HiddenBox['why'];
type Rect = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

/** Hidden parts of the page that were found: a whole element, or one text beside shown ones. */
interface Part {
  node: Node;
  why: Why;
}

/** What is to be seen in an element. `whole`: nothing in it is shown, so one box can stand for all of it. */
interface Look {
  whole: Part | null;
  shows: boolean;
  /** Boxes that stay even inside a bigger one: hidden for a reason of their own, or a field. */
  own: Part[];
}

// One page is looked at in one go; beyond that the marks would take longer than a frame.
const maxElements = 6_000;
const order: readonly Why[] = ['visitor', 'secret', 'shop', 'default'];
const pictures = new Set(['img', 'image', 'svg', 'video', 'canvas', 'iframe', 'audio', 'picture']);

const nothing: Look = { whole: null, shows: false, own: [] };
const reason = (why: Sight['why']): Why => (why === 'preset' ? 'default' : why);

/** What in sight the agent is not shown, by the same verdicts that decide what leaves. At most `max` boxes, the most telling ones first. */
export function hiddenBoxes(window: Window, dom: Dom, eyes: Eyes, max: number): HiddenBox[] {
  const memo = new Map<Element, Sight>();
  const { innerWidth, innerHeight } = window;
  let left = maxElements;

  const sized = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 2 && height > 2;
  };
  const inSight = ({ left, top, right, bottom }: Rect) =>
    bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && right - left > 2 && bottom - top > 2;

  function look(element: Element): Look {
    const sight = eyes.see(element, memo);
    if (sight.place === 'gone' || sight.place === 'away' || left <= 0) return nothing;
    left -= 1;
    const rect = element.getBoundingClientRect();
    const tag = dom.tag(element);
    const hasSize = rect.width > 0 && rect.height > 0;
    // What lies inside it lies there too, but for what is fixed to the window.
    if (hasSize && tag !== 'html' && tag !== 'body' && (rect.bottom < 0 || rect.top > innerHeight)) return nothing;
    const why = reason(sight.why);
    const part: Part = { node: element, why };
    if (sight.place === 'closed') {
      const shown = sight.verdict === 'show' && tag !== 'iframe';
      if (shown) return { ...nothing, shows: true };
      return hasSize ? { whole: part, shows: false, own: [part] } : nothing;
    }
    if (keepsLook(tag)) {
      return sight.verdict === 'show' ? { ...nothing, shows: true } : { whole: part, shows: false, own: [part] };
    }
    if (!dom.isPlaced(element)) return around(element, sight, part, tag);
    // A shared frame's insides have coordinates of their own: it is hidden as a whole or not at all.
    const root = dom.inside(element)?.documentElement;
    return root && look(root).shows ? { ...nothing, shows: true } : { whole: part, shows: false, own: [part] };
  }

  function around(element: Element, sight: Sight, part: Part, tag: string): Look {
    const texts: Text[] = [];
    const looks: Look[] = [];
    const root = dom.shadow(element);
    for (const parent of root ? [root, element] : [element]) {
      for (let child = dom.first(parent); child; child = dom.next(child)) {
        if (dom.isElement(child)) looks.push(look(child));
        else if (dom.kind(child) === 3 && dom.text(child).trim() !== '') texts.push(child as Text);
      }
    }
    const picture = pictures.has(tag);
    const shows = looks.some((inner) => inner.shows) || (sight.verdict === 'show' && (texts.length > 0 || picture));
    // Something stands in a closed shadow root, where nobody can look.
    const shut = tag.includes('-') && !root && looks.length + texts.length === 0;
    const hides = (sight.verdict !== 'show' && (texts.length > 0 || picture)) || (shut && sized(element));
    const own = looks.flatMap((inner) => inner.own);
    if (!shows) {
      const parts = looks.flatMap((inner) => inner.whole ?? []);
      if (parts.length === 0 && !hides) return nothing;
      // Alone in it: the smaller box says the same.
      const whole = !hides && parts.length === 1 ? parts[0]! : part;
      const kept = own.filter((inner) => inner.why !== whole.why || isField(inner));
      return { whole, shows: false, own: whole.why === 'default' || kept.includes(whole) ? kept : [whole, ...kept] };
    }
    const parts = looks.flatMap((inner) => inner.whole ?? []);
    const loose = hides ? texts.map((node): Part => ({ node, why: part.why })) : [];
    return { whole: null, shows: true, own: [...new Set([...parts, ...own, ...loose])] };
  }

  const isField = ({ node }: Part) => dom.isElement(node) && keepsLook(dom.tag(node));

  function rectOf({ node }: Part): Rect {
    if (dom.isElement(node)) return node.getBoundingClientRect();
    const range = window.document.createRange();
    range.selectNode(node);
    return range.getBoundingClientRect();
  }

  const top = look(window.document.documentElement);
  const parts = new Set(top.whole ? [top.whole, ...top.own] : top.own);
  const boxes: HiddenBox[] = [];
  const found = [...parts].sort((a, b) => order.indexOf(a.why) - order.indexOf(b.why));
  for (const part of found) {
    const rect = rectOf(part);
    if (!inSight(rect)) continue;
    const [x, y] = [Math.max(rect.left, 0), Math.max(rect.top, 0)];
    boxes.push({
      left: x,
      top: y,
      width: Math.min(rect.right, innerWidth) - x,
      height: Math.min(rect.bottom, innerHeight) - y,
      why: part.why,
    });
    if (boxes.length >= max) break;
  }
  return boxes;
}
