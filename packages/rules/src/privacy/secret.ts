import type { ElementFacts } from './facts.ts';

const fields = new Set(['input', 'textarea', 'select']);

// These hold a choice or a caption, not something typed: a radio named "card" picks a way to pay and gives nothing away.
const notTyped = new Set(['submit', 'button', 'reset', 'image', 'checkbox', 'radio', 'range', 'color']);

const secretTokens = /^(cc-.+|one-time-code|current-password|new-password)$/;

// Whole words only, because short ones hide in harmless names: "shipping" has a pin in it, "cardigan" a card.
const secretWords = /* @__PURE__ */ new Set(
  /* @__PURE__ */ 'card cc cvc cvv cvn csc pan pin puk tan mtan otp totp iban bic pwd pass passcode ssn secret karte konto blz'.split(
    ' ',
  ),
);

// Long enough to be looked for anywhere in the name once case and separators are gone.
const secretParts =
  /passw|kennwort|creditcard|debitcard|card(no|nr|num|holder|owner|name|exp|code|sec|ver|cv)|kreditkart|kartenn|kartenpr|kontonummer|securitycode|sicherheitscode|prufziffer|pruefziffer|verificationcode|accountnumber|sortcode|routingnumber|pincode|iban|cvc|cvv|onetime/;

function looksSecret(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  return words.split(/[^a-z]+/).some((word) => secretWords.has(word)) || secretParts.test(words.replace(/[^a-z]/g, ''));
}

/** Whether an element may never be shown, whatever the shop marks: secrets, means of payment, files, hidden fields. */
export function isSecret(e: ElementFacts): boolean {
  const type = (e.type ?? '').trim().toLowerCase();
  if (e.wasPassword || type === 'password') return true;
  if (
    (e.autocomplete ?? '')
      .toLowerCase()
      .split(/\s+/)
      .some((token) => secretTokens.test(token))
  )
    return true;
  if (!fields.has(e.tag.toLowerCase())) return false;
  if (e.hidden || type === 'hidden' || type === 'file') return true;
  if (notTyped.has(type)) return false;
  return looksSecret(e.name ?? '') || looksSecret(e.id ?? '');
}
