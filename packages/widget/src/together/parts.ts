// Larger than this share of the window, and holding others, a part is the page rather than a part of it.
const maxShare = 0.6;
const named =
  'h1,h2,h3,h4,h5,h6,p,li,td,th,dt,dd,a,button,label,input:not([type=hidden]),textarea,select,img,video,figcaption,blockquote,pre,summary';

const area = ({ width, height }: DOMRect) => width * height;

/** The part of the page somebody means who taps there; null for what is too much at once. */
export function partAt(path: readonly EventTarget[], window: Window & typeof globalThis): Element | null {
  const first = path.find((one): one is Element => one instanceof window.Element);
  const part = first?.closest('svg') ?? first?.closest('select') ?? first;
  if (!part || part.matches('html,body')) return null;
  const isPage = area(part.getBoundingClientRect()) > maxShare * window.innerWidth * window.innerHeight;
  return isPage && part.childElementCount > 0 ? null : part;
}

/** Everything one could mean, in the order it is read: for going through it by keyboard. */
export function partsOf(window: Window, ignore: (element: Element) => boolean): Element[] {
  return [...window.document.querySelectorAll(named)].filter((part) => {
    const box = part.getBoundingClientRect();
    return (
      box.width > 2 && box.height > 2 && !ignore(part) && part.checkVisibility?.({ visibilityProperty: true }) !== false
    );
  });
}
