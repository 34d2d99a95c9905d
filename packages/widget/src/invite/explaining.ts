import type { Line } from '@theke/line';
import type { ToldCondition, ToldValue, VisitorAsks, VisitorExplanation, VisitorTells } from '@theke/protocol';
import type { FactValue } from '@theke/rules';
import { type Edge, type ExplainedNode, edges, explainRule } from '@theke/rules/explain';
import { plainValue } from './plainValue.ts';
import type { RadarInside } from './radar.ts';

/** Of the protocol's limits, written apart (a test compares): sharing them would make a page with rules alone load a chat. */
export const cuts = { toldChars: 80, toldValues: 20, toldConditions: 200, toldEdges: 30 };

/** As far as agents are told of the past and the future. */
const maxMs = 366 * 86_400_000;

const cut = (text: string) => (text.length > cuts.toldChars ? `${text.slice(0, cuts.toldChars - 1)}…` : text);
const length = (ms: number) => Math.min(Math.max(Math.ceil(ms), 0), maxMs);
const untilMs = (atMs: number | null, nowMs: number) => (atMs === null ? null : length(atMs - nowMs));

function told(value: unknown): ToldValue | null {
  if (typeof value === 'string') return cut(value);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : null;
}

/** What is needed is the rule's own, which agents may read; what there is may be the visitor's. */
function conditionOf(node: ExplainedNode): ToldCondition {
  const { op, value, what, have, need, withinMs, note, of } = node;
  return {
    op,
    value,
    ...(what !== undefined && { what: cut(what) }),
    ...(have !== undefined && { have: told(plainValue(what ?? '', have as FactValue | null)) }),
    ...(need !== undefined && {
      need: Array.isArray(need) ? need.slice(0, cuts.toldValues).map((one) => told(one) ?? '') : told(need),
    }),
    ...(withinMs !== undefined && { withinMs: length(withinMs) }),
    ...(note && { note }),
    ...(of && { of: of.map(conditionOf) }),
  };
}

const edgeOf = ({ atMs, what, to }: Edge, nowMs: number) => ({
  what,
  agoMs: length(nowMs - atMs),
  ...(to !== undefined && { to }),
});

/** Why a rule does or does not invite now, as agents are told: cut to what the protocol takes, without the visitor's own words. */
export function explanationOf(radar: RadarInside, ruleId: string): VisitorExplanation | undefined {
  const nowMs = radar.nowMs();
  const inside = radar.engine.inside();
  const found = explainRule(inside, ruleId, nowMs);
  if (!found) return undefined;
  const { version, state, tree, nextChangeMs, holdsInMs, blockers, gate, gateOpensMs, losesTo } = found;
  return {
    ruleId,
    version,
    state,
    tree: conditionOf(tree),
    nextChangeInMs: untilMs(nextChangeMs, nowMs),
    holdsInMs: holdsInMs === null ? null : length(holdsInMs),
    blockers: blockers
      .slice(0, cuts.toldConditions)
      .map(({ path, want, waitMs }) => ({ path, want, ...(waitMs !== undefined && { waitMs: length(waitMs) }) })),
    gate: gate && { name: gate, opensInMs: untilMs(gateOpensMs, nowMs) },
    losesTo,
    last: edges(inside)
      .filter((edge) => edge.ruleId === ruleId)
      .slice(-cuts.toldEdges)
      .map((edge) => edgeOf(edge, nowMs)),
  };
}

/** An agent can wait so long; a visitor who types or scrolls should not wait for a large rule to be reckoned. */
const idleWithinMs = 1_000;

/** Answers agents who ask why, in the page's idle time, only while the site shows its visitors. */
export function answerWhy(radar: RadarInside, line: Line<VisitorAsks, VisitorTells>): void {
  const { window, ended } = radar.core;
  line.on('rule:explained', ({ ruleId }, reply) => {
    function answer() {
      if (!radar.radarOn || ended.aborted) return reply({ ok: false, refusal: { code: 'notOffered' } });
      const found = explanationOf(radar, ruleId);
      reply(found ? { ok: true, value: found } : { ok: false, refusal: { code: 'notFound' } });
    }
    window.requestIdleCallback?.(answer, { timeout: idleWithinMs }) ?? answer();
  });
}
