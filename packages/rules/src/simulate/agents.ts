import { type Duration, toMs } from '../rule/duration.ts';

/** Somebody with a skill is there from `fromMs` to before `toMs` of the journey, with room for `places` conversations (1). */
export interface AgentSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly skill: string;
  readonly places?: number;
}

/** `always`: for every skill, with room for everybody. */
export type Agents = readonly AgentSpan[] | 'always';

/** Places for a skill at an instant of the journey. */
export function placesFor(agents: Agents, skill: string, tMs: number): number {
  if (agents === 'always') return Number.POSITIVE_INFINITY;
  const there = agents.filter((one) => one.skill === skill && one.fromMs <= tMs && tMs < one.toMs);
  return there.reduce((sum, { places }) => sum + (places ?? 1), 0);
}

export type AgentsReading = { ok: true; agents: AgentSpan[] } | { ok: false; say: string };

const timeOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'string' ? toMs(value as Duration) : Number.NaN;

/**
 * Reads a timeline of agents from JSON: `[{ "skill": "sales", "from": "0s", "to": "10m", "places": 2 }]`.
 * Times are durations since the journey began; `from` is 0 and `to` the end of all days if left out.
 */
export function readAgents(input: unknown): AgentsReading {
  if (!Array.isArray(input)) return { ok: false, say: 'The agents must be a list.' };
  const agents: AgentSpan[] = [];
  for (const [i, one] of input.entries()) {
    const at = (say: string): AgentsReading => ({ ok: false, say: `[${i}]${say}.` });
    if (typeof one !== 'object' || one === null) return at(' must be an object');
    const { skill, places = 1, from, to, fromMs = from ?? 0, toMs = to } = one as Record<string, unknown>;
    if (typeof skill !== 'string' || skill === '') return at('.skill must be a text');
    if (!Number.isInteger(places) || (places as number) < 0) return at('.places must be a whole number from 0');
    const [startMs, endMs] = [timeOf(fromMs), toMs === undefined ? Number.MAX_SAFE_INTEGER : timeOf(toMs)];
    if (!(startMs >= 0)) return at('.from must be a duration like "90s"');
    if (!(endMs >= startMs)) return at('.to must be a duration like "10m", not before .from');
    agents.push({ skill, places: places as number, fromMs: startMs, toMs: endMs });
  }
  return { ok: true, agents };
}
