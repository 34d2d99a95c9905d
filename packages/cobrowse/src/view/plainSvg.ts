// What can say, load, run, or be called by another part of the drawing and so shown again and again: ten that show ten that show
// ten freeze a window. The visitor's side sends none of it.
const active =
  /<\s*([\w-]+:)?(text|title|desc|metadata|image|foreignObject|script|style|use|animate\w*|set)|<[!?]|(id|class|name|href|style|on\w+|data-[\w-]*|aria-[\w-]*)\s*=/i;

/** Whether a drawing, as its bytes stand in a string, shows something and does nothing else. */
export function isPlainSvg(bytes: string): boolean {
  // Letters of two bytes would be read by the browser, but not here.
  return !/\0|^[\xfe\xff]{2}/.test(bytes) && !active.test(bytes);
}

/** The same of one written into an address. */
export function isPlainSvgAddress(address: string): boolean {
  // Browsers leave these out, wherever they stand.
  const url = address.replace(/[\t\n\r]/g, '');
  const [all = '', kind = '', base64] = /^data:image\/svg\+xml((?:;(?:charset=)?utf-?8)?)(;base64)?,/i.exec(url) ?? [];
  if (!/^(;(charset=)?utf-?8)?$/i.test(kind) || all === '') return false;
  try {
    const body = decodeURIComponent(url.slice(all.length));
    return isPlainSvg(base64 ? atob(body) : body);
  } catch {
    return false;
  }
}
