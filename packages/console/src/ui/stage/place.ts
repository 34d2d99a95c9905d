import { useEffect, useState } from 'preact/hooks';
import type { Box, PageView } from '../../desk/viewDoor.ts';

/** A box of the visitor's page as it stands on this screen. */
export const shownAt = (box: Box, scale: number) => ({
  left: `${box.left * scale}px`,
  top: `${box.top * scale}px`,
  width: `${box.width * scale}px`,
  height: `${box.height * scale}px`,
});

/** Where an element stands, frame by frame: pages shift under a frame that is drawn once. Null while it is not there. */
export function useBox(view: PageView, node: number | null): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    if (node === null) {
      setBox(null);
      return;
    }
    let frame = 0;
    let before: string | null = null;
    const look = () => {
      const at = view.boxOf(node);
      const key = at ? `${at.left} ${at.top} ${at.width} ${at.height}` : '';
      if (key !== before) {
        before = key;
        setBox(at && { left: at.left, top: at.top, width: at.width, height: at.height });
      }
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [view, node]);
  return box;
}
