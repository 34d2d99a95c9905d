// The zeros of the digit rows people type in a shop: ASCII, full width, Arabic-Indic, Eastern Arabic-Indic.
const zeros = [0x30, 0xff10, 0x0660, 0x06f0];

/** The value of a decimal digit in any of the scripts we know, or -1. */
export function digitOf(char: string): number {
  const code = char.charCodeAt(0);
  for (const zero of zeros) if (code >= zero && code <= zero + 9) return code - zero;
  return -1;
}

/** Check digit of payment cards (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: readonly number[]): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits[digits.length - 1 - i]!;
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}

/** Check digits of an IBAN without separators (ISO 13616, ISO/IEC 7064 mod 97-10). */
export function passesMod97(iban: string): boolean {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
