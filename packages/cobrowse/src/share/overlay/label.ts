const maxLabelChars = 60;

/** The words by which a person would find an element. */
export function spokenLabel(element: Element): string {
  const field = element as Partial<HTMLInputElement>;
  const words =
    element.getAttribute('aria-label') ||
    field.labels?.[0]?.textContent ||
    field.placeholder ||
    element.textContent ||
    element.getAttribute('alt') ||
    '';
  return words.replace(/\s+/g, ' ').trim().slice(0, maxLabelChars);
}
