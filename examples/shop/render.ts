import { readFileSync } from 'node:fs';

// A template is a piece of HTML with {{names}}. Lists and choices are made by small functions in parts.ts.

/** Values of a template; `t.cart.title` walks into nested ones. */
export interface Values {
  [name: string]: string | number | Values | readonly unknown[];
}

/** HTML that was made on purpose; everything else is escaped by {@link html}. */
export interface Html {
  readonly safe: string;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, in an attribute too. */
export const escapeHtml = (text: unknown): string => String(text).replace(/[&<>"']/g, (sign) => signs[sign]!);

/** Tag for small pieces: html`<li>${name}</li>` escapes what is put in, unless it is HTML already. */
export function html(texts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  const one = (value: string | number | Html) => (typeof value === 'object' ? value.safe : escapeHtml(value));
  const put = (value: string | number | Html | Html[]) => (Array.isArray(value) ? value.map(one).join('') : one(value));
  return { safe: texts.map((text, i) => (i < values.length ? text + put(values[i]!) : text)).join('') };
}

/** Fills `{{name}}` (escaped) and `{{{name}}}` (HTML as it is). A name nobody gave is a mistake of ours, so it throws. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{\{\{([\w.]+)\}\}\}|\{\{([\w.]+)\}\}/g, (_all, raw?: string, plain?: string) => {
    const name = raw ?? plain!;
    const found = name
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values);
    if (typeof found !== 'string' && typeof found !== 'number') throw new Error(`The template needs "${name}".`);
    return raw ? String(found) : escapeHtml(found);
  });
}

/** JSON that may stand inside a script element: nothing in it can end the element. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/** Reads a file that lies beside this one. */
export const readBeside = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
