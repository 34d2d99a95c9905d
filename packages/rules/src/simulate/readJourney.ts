import type { Journey, Step } from './journey.ts';
import { type Line, readEvent } from './readEvent.ts';

/** What cannot be used in a journey's text. `line` counts from 1; 0 is the text as a whole. */
export interface JourneyRefusal {
  line: number;
  say: string;
}

/** `skipped` counts lines of kinds we do not know: a newer recorder may know more. */
export type JourneyReading =
  | { ok: true; journey: Journey; skipped: number }
  | { ok: false; refusals: readonly JourneyRefusal[] };

/** Enough to mend a file by; more would only fill the screen. */
const mostRefusals = 20;

function readLine(text: string): Line | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Line) : undefined;
  } catch {
    return undefined;
  }
}

const words = (value: unknown) => (typeof value === 'string' ? value : undefined);

/**
 * Reads a journey as the recorder writes it: one JSON object a line, the first saying what it is.
 *
 * Pieces of several page loads may be put one after the other: every further first line is a page load, and the times of
 * its piece count from where the last one ended. Unknown kinds are passed over; a line that is no such object is refused.
 */
export function readJourney(text: string): JourneyReading {
  const steps: Step[] = [];
  const refusals: JourneyRefusal[] = [];
  let head: Line | undefined;
  let pieceMs = 0;
  let lastMs = 0;
  let skipped = 0;

  /** Takes one line in; answers what is wrong with it. */
  function take(line: Line | undefined): string | undefined {
    if (!line) return 'is no JSON object';
    if (line.theke !== undefined) {
      if (line.theke !== 'journey') return 'is no journey: "theke" must be "journey"';
      if (line.v !== 1) return `is of version ${JSON.stringify(line.v)}; we know version 1`;
      if (head) steps.push({ tMs: lastMs, load: true });
      head ??= line;
      pieceMs = lastMs;
      return undefined;
    }
    if (!head) return 'must be {"theke":"journey","v":1,…}: no journey begins otherwise';
    const { t, k } = line;
    if (typeof t !== 'number' || !Number.isFinite(t) || t < 0) return 'needs "t", milliseconds since the beginning';
    if (typeof k !== 'string') return 'needs "k", what happened';
    // Between two pages the clock may have been set back; within one it cannot.
    if (k === 'load') pieceMs += Math.max(0, lastMs - pieceMs - t);
    const tMs = pieceMs + t;
    if (tMs < lastMs) return 'is earlier than the line before it';
    lastMs = tMs;
    if (k === 'load') steps.push({ tMs, load: true });
    else if (k === 'card') {
      const { outcome } = line;
      if (outcome !== 'accepted' && outcome !== 'dismissed') return 'needs "outcome", accepted or dismissed';
      steps.push({ tMs, card: outcome });
    } else if (k !== 'end') {
      const event = readEvent(line);
      if (typeof event === 'string') return event;
      if (event) steps.push({ tMs, event });
      else skipped += 1;
    }
    return undefined;
  }

  for (const [i, one] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (one.trim() === '') continue;
    const wrong = take(readLine(one));
    if (wrong && refusals.length < mostRefusals) refusals.push({ line: i + 1, say: `Line ${i + 1} ${wrong}.` });
    // Without a beginning every further line would be refused for the same reason.
    if (!head) break;
  }
  if (!head && refusals.length === 0) refusals.push({ line: 0, say: 'The journey is empty.' });
  if (refusals.length > 0 || !head) return { ok: false, refusals };
  const { site, device, language } = head;
  return {
    ok: true,
    journey: { site: words(site), device: words(device), language: words(language), steps, endMs: lastMs },
    skipped,
  };
}
