import { randomInt } from 'node:crypto';

/** Twenty consonants: no words arise, and none looks like a digit. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** Eight letters, 34.6 bit, without the hyphen that people see. */
export function createCode(): string {
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** `WXYZ-BCDF`, as it is shown. */
export const shownCode = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What somebody typed, whatever the case and the gaps. Null when it cannot be a code. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return code.length === 8 && [...code].every((letter) => letters.includes(letter)) ? code : null;
}

// Damm's quasigroup of order ten: finds every single wrong digit and every swap of neighbours.
// H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004.
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

/** The check digit of some digits; over digits that carry theirs it is 0. */
export function checkDigit(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = Number(damm[interim]![Number(digit)]);
  return interim;
}

/** Nine random digits and their check digit, to be read out. */
export function createDigits(): string {
  const digits = Array.from({ length: 9 }, () => randomInt(10)).join('');
  return digits + checkDigit(digits);
}

/** `123 456 789 0`, as it is shown and read out. */
export const shownDigits = (digits: string) => digits.replace(/^(...)(...)(...)(.)$/, '$1 $2 $3 $4');

/** Digits as typed; null for a wrong length or check digit: a slip of the finger never reaches a stranger. */
export function readDigits(typed: string): string | null {
  const digits = typed.replace(/[\s-]/g, '');
  return /^\d{10}$/.test(digits) && checkDigit(digits) === 0 ? digits : null;
}
