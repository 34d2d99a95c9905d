import type { ElementFacts } from './facts.ts';

const fields = new Set(['input', 'textarea', 'select']);

// These hold a choice or a caption, not something typed: a radio named "card" picks a way to pay and gives nothing away.
const notTyped = new Set(['submit', 'button', 'reset', 'image', 'checkbox', 'radio', 'range', 'color']);

const secretTokens = /^(cc-.+|one-time-code|current-password|new-password)$/;

// Whole words only, because short ones hide in harmless names: "shipping" has a pin in it, "cardigan" a card.
const secretWords = /* @__PURE__ */ new Set(
  /* @__PURE__ */ 'card cc cvc cvv cvn csc pan pin puk tan mtan smstan otp totp mfa iban bic pwd pwort pass passcode ssn secret karte konto blz pruefnr geheimzahl'.split(
    ' ',
  ),
);

// Long enough to be looked for anywhere in the name once case and separators are gone.
const secretParts =
  /passw|passphrase|kennwort|motdepasse|contrasena|wachtwoord|creditcard|debitcard|card(no|nr|num|holder|owner|name|exp|code|sec|ver|cv)|kreditkart|bankkart|kartenn|kartenpr|kartenin|kontonummer|securitycode|sicherheitscode|sicherheitsnummer|prufziffer|pruefziffer|pruf(nummer|code)|pruef(nummer|code)|verificationcode|verifizierungs|bestatigungscode|bestaetigungscode|einmal(code|pass|kenn)|smscode|authcode|twofactor|2fa|accountnumber|sortcode|routingnumber|pincode|iban|cvc|cvv|onetime/;

// What people read beside a field. Words of prose, so none that stand in a greeting card or on an account page.
const secretPhrase =
  /passwor[dt]|passphrase|kennwort|mot de passe|contrase|wachtwoord|hasł|(credit|debit|kredit|bank|ec)[\s-]?(card|karte)|card[\s-]?(number|no\b|nr\b|holder)|karten[\s-]?(nummer|nr|inhaber|prüf)|kontonummer|account number|sort code|prüf(ziffer|nummer)|geheimzahl|(security|sicherheits|einmal|bestätigungs|verifizierungs|verification|authentication|sms)[\s-]?code|one[\s-]?time|zwei[\s-]?faktor|\b(cvc|cvv|csc|iban)2?\b/i;

// Only in capitals: bags are tan, and things are pinned.
const secretShort = /\b(PIN|TAN|PUK)\b/;

function looksSecret(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss');
  return (
    words.split(/[^a-z]+/).some((word) => secretWords.has(word)) || secretParts.test(words.replace(/[^a-z0-9]/g, ''))
  );
}

/** A field made for digits of a length that only cards and codes have: one alone, or several side by side. */
function looksLikeDigits(e: ElementFacts): boolean {
  const length = Number(e.maxLength ?? '');
  const digits = e.digits === true || e.type?.toLowerCase() === 'tel';
  const beside = e.alike ?? 0;
  if (length === 1) return beside >= 4;
  if (!digits) return false;
  // Four by four, or with the spaces a card has.
  return (length === 4 && beside >= 3) || (length >= 16 && length <= 23);
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
  if (looksSecret(e.name ?? '') || looksSecret(e.id ?? '') || looksLikeDigits(e)) return true;
  const words = e.words?.() ?? '';
  return secretPhrase.test(words) || secretShort.test(words);
}
