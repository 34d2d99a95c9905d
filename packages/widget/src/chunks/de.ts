import { de as chat } from '../texts/de.ts';
import { de as look } from '../texts/look.de.ts';
import { de as together } from '../texts/together.de.ts';
import { de as ways } from '../texts/ways.de.ts';

/** All German words; English is in each part itself, and stands in until these are there. */
export const german = { chat, together, look, ways };
