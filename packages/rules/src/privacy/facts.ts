/** What may leave the browser of one element: its content, its shape without content, or nothing but its box. */
export type Verdict = 'show' | 'mask' | 'block';

/** What a verdict needs to know of one element. `marks` are the element's own; `inherited` is the parent's verdict (the root's is 'mask'). */
export interface ElementFacts {
  tag: string;
  type?: string;
  autocomplete?: string;
  name?: string;
  id?: string;
  maxLength?: string;
  /** A field for digits, by its input mode or pattern. */
  digits?: boolean;
  /** How many fields of the same maximal length stand around it, itself among them. */
  alike?: number;
  /** What a person reads beside the field: label, placeholder, title, the names of buttons that belong to it. Asked last: it has to be looked for. */
  words?: () => string;
  /** True when the element was a password field at any time since the page began ("show password" turns it into text). */
  wasPassword: boolean;
  /** A form field the visitor cannot see. Without meaning for elements that are not form fields. */
  hidden: boolean;
  marks: { show: boolean; mask: boolean; block: boolean };
  inherited: Verdict;
}
