/** Something drawn over the page, in CSS pixels of the window. */
export interface DrawnBox {
  left: number;
  top: number;
  width?: number;
  height?: number;
  /** Class of the box. */
  look: string;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
const shutEye = 'M3 9.5c2 3 5 5 9 5s7-2 9-5M5.5 12.5L4 15M12 14.5V18M18.5 12.5L20 15';

/**
 * Boxes with a closed eye over the page. Drawn beside the chat's own tree: they move with every scrolled frame, and the
 * chat must not be drawn anew for it. Elements are used again.
 */
export function createBoxes(parent: HTMLElement): {
  draw(boxes: readonly DrawnBox[]): void;
  /** Moves all of them together, until they are drawn again. */
  glide(x: number, y: number): void;
  remove(): void;
} {
  const { ownerDocument: document } = parent;
  const made: HTMLElement[] = [];
  const group = document.createElement('div');
  parent.append(group);
  const glide = (x: number, y: number) => {
    group.style.transform = `translate(${x}px,${y}px)`;
  };
  const make = () => {
    const box = document.createElement('div');
    const eye = document.createElement('i');
    const svg = document.createElementNS(svgNamespace, 'svg');
    const path = document.createElementNS(svgNamespace, 'path');
    svg.setAttribute('viewBox', '0 0 24 24');
    path.setAttribute('d', shutEye);
    box.setAttribute('aria-hidden', 'true');
    svg.append(path);
    eye.append(svg);
    box.append(eye);
    group.append(box);
    made.push(box);
    return box;
  };
  return {
    glide,
    draw(boxes) {
      glide(0, 0);
      boxes.forEach(({ left, top, width, height, look }, index) => {
        const box = made[index] ?? make();
        box.className = look;
        box.style.transform = `translate(${left}px,${top}px)`;
        box.style.width = width === undefined ? '' : `${width}px`;
        box.style.height = height === undefined ? '' : `${height}px`;
      });
      for (const box of made.splice(boxes.length)) box.remove();
    },
    remove() {
      made.length = 0;
      group.remove();
    },
  };
}
