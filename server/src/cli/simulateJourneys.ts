import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type AgentSpan, type Journey, readAgents, readJourney } from '@theke/rules/simulate';

export interface NamedJourney {
  file: string;
  /** Who the visitor is, for hold-outs: the file's name without its ending, wherever it lies. */
  unit: string;
  journey: Journey;
  /** Lines of kinds that this version does not know. */
  skipped: number;
}

export type JourneysReading = { ok: true; journeys: NamedJourney[] } | { ok: false; mistakes: readonly string[] };

async function filesOf(path: string): Promise<string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(path, name));
}

/** Reads recorded journeys; a folder stands for all `.jsonl` files in it. Every mistake begins with `file:line`. */
export async function loadJourneys(paths: readonly string[]): Promise<JourneysReading> {
  const journeys: NamedJourney[] = [];
  const mistakes: string[] = [];
  for (const path of paths) {
    const files = await filesOf(path);
    if (!files) mistakes.push(`${path}: There is no such file.`);
    for (const file of files ?? []) {
      const reading = readJourney(await readFile(file, 'utf8'));
      if (!reading.ok)
        mistakes.push(...reading.refusals.map(({ line, say }) => `${line > 0 ? `${file}:${line}` : file}: ${say}`));
      else journeys.push({ file, unit: basename(file, '.jsonl'), journey: reading.journey, skipped: reading.skipped });
    }
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, journeys };
}

/** Reads the timeline of agents; a text is what is wrong with it. */
export async function loadAgents(file: string): Promise<AgentSpan[] | string> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return `${file}: There is no such file.`;
  try {
    const reading = readAgents(JSON.parse(text));
    return reading.ok ? reading.agents : `${file}: ${reading.say}`;
  } catch (error) {
    return `${file}: This is no JSON: ${(error as Error).message}.`;
  }
}
