// Icons have a dozen shapes at most, logos a few dozen. A code of squares has hundreds, a bar code dozens of bars.
const maxShapes = 60;
const maxSegments = 240;
// Straight lines alone are squares, bars or the line of a chart.
const maxStraight = 40;

/** Whether the outline is more than an icon's: a code to be scanned, a chart, a signature. */
export function isBusyPath(d: string): boolean {
  const segments = d.match(/[a-df-z]/gi)?.length ?? 0;
  // After a command its numbers can go on without it.
  const numbers = d.match(/\d+(?:\.\d+)?/g)?.length ?? 0;
  const straight = !/[csqta]/i.test(d);
  return (
    segments > maxSegments ||
    numbers > maxSegments * 6 ||
    (straight && (segments > maxStraight || numbers > maxStraight * 3))
  );
}

/** A row of points, as of a chart. */
export const isBusyLine = (points: string): boolean => (points.match(/[\d.]+/g)?.length ?? 0) > maxStraight * 2;

/** Whether a drawing can be read like a text: more shapes than a picture of a shop's own has, or such an outline. Sprites are not. */
export function isBusy(svg: Element): boolean {
  if (svg.querySelector('symbol')) return false;
  const shapes = svg.querySelectorAll('path,rect,circle,ellipse,line,polyline,polygon,use');
  if (shapes.length > maxShapes) return true;
  let chars = 0;
  for (const shape of shapes) {
    const d = shape.getAttribute('d') ?? '';
    chars += d.length;
    if (chars > maxSegments * 40 || isBusyPath(d) || isBusyLine(shape.getAttribute('points') ?? '')) return true;
  }
  return false;
}
