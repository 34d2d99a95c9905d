import type { PageNode } from '../events.ts';

// What makes a browser draw as of old, or nearly so: it goes by the first line alone.
const doctypes = {
  plain: '<!doctype html>',
  nearly:
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
  old: '<html>',
};

/** A frame for a picture: runs no script, takes no focus, tells nobody where it is. Not yet in its place. */
export function createFrame(document: Document, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.title = title;
  frame.tabIndex = -1;
  frame.referrerPolicy = 'no-referrer';
  Object.assign(frame.style, { border: '0', background: '#fff', display: 'block', pointerEvents: 'none' });
  return frame;
}

/** Empties the document of a frame that is in its place, and makes it one of the same kind as `page`. */
export function openDocument(inside: Document, page: PageNode & { type: 0 }): Document {
  const doctype = page.childNodes.find((child) => child.type === 1);
  const publicId = doctype?.type === 1 ? doctype.publicId : '';
  const nearly = /^-\/\/W3C\/\/DTD (XHTML 1\.0|HTML 4\.01) (Transitional|Frameset)\/\//i.test(publicId);
  inside.open();
  inside.write(page.compatMode === 'BackCompat' ? doctypes.old : nearly ? doctypes.nearly : doctypes.plain);
  inside.close();
  inside.replaceChildren();
  return inside;
}
