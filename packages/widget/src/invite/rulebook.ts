import { type Edge, type Explanation, edges, explainAll, explainRule } from '@theke/rules/explain';
import { startDebug } from './debug.ts';
import type { RadarInside } from './radar.ts';
import { createRecorder } from './recorder.ts';

const recorders = new WeakMap<RadarInside, ReturnType<typeof createRecorder>>();

/** Why a rule does or does not invite now, and what happened to it last, oldest first. */
export type Told = Explanation & { edges: Edge[] };

/** Why a rule did or did not invite; of all rules without an id. */
export function explain(radar: RadarInside, ruleId?: string): Told | Told[] | undefined {
  const inside = radar.engine.inside();
  const past = edges(inside);
  const told = (one: Explanation): Told => ({ ...one, edges: past.filter((edge) => edge.ruleId === one.ruleId) });
  if (!ruleId) return explainAll(inside, radar.nowMs()).map(told);
  const one = explainRule(inside, ruleId, radar.nowMs());
  return one && told(one);
}

/** The journey recorder's command: `{ on: true }` begins, `{ on: false }` ends, nothing answers what was recorded. */
export function record(radar: RadarInside, wish?: { on: boolean }): string {
  const recorder = recorders.get(radar) ?? createRecorder(radar);
  recorders.set(radar, recorder);
  if (wish ? wish.on : radar.kept.recording) recorder.start();
  const text = recorder.text();
  if (wish?.on === false) {
    recorder.stop();
    recorders.delete(radar);
  }
  return text;
}

/** Of an earlier page or of this address: the recorder goes on, the overlay comes where it may be. */
export async function resume(radar: RadarInside): Promise<void> {
  record(radar);
  if (radar.core.window.location.hash === '#theke-debug' && (await mayDebug(radar.core))) startDebug(radar.core, radar);
}

/** Whether the overlay for the shop's developer may be shown here: at home, or to somebody who is signed in as an agent. */
async function mayDebug({ window, settings }: RadarInside['core']): Promise<boolean> {
  if (/^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/.test(window.location.hostname)) return true;
  try {
    const answer = await window.fetch(`${settings.base}/api/v1/debug?site=${encodeURIComponent(settings.site)}`, {
      credentials: 'include',
    });
    return answer.status === 204;
  } catch {
    return false;
  }
}
