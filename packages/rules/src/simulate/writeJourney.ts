import type { RuleEvent } from '../engine/events.ts';
import type { Journey, Step } from './journey.ts';

function flat(event: RuleEvent): Record<string, unknown> {
  if (event.type === 'page') return { k: 'page', ...event.page };
  if (event.type === 'fact') return { k: 'fact', name: event.name, v: event.value ?? null };
  const { type, ...rest } = event;
  return { k: type, ...rest };
}

function lineOf(step: Step): Record<string, unknown> {
  if ('load' in step) return { k: 'load' };
  return 'card' in step ? { k: 'card', outcome: step.card } : flat(step.event);
}

/** A journey as text, in the form that `readJourney` reads: to keep one that was told by hand beside the recorded ones. */
export function writeJourney({ site, device, language, steps, endMs }: Journey): string {
  const lines = [
    { theke: 'journey', v: 1, site, device, language },
    ...steps.map((step) => ({ t: step.tMs, ...lineOf(step) })),
    ...((steps.at(-1)?.tMs ?? 0) < endMs ? [{ t: endMs, k: 'end' }] : []),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
