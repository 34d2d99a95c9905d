import {
  type AgentAsks,
  type Answer,
  type AskInput,
  type AskOutput,
  type HandInvitation,
  type Invited,
  no,
  yes,
} from '@theke/protocol';
import type { AgentActor, Powers, RulesSource } from '../powers.ts';
import { takeTurn } from '../store/turn.ts';
import { type DayNames, nobodysNames } from './dayUnit.ts';
import { type Asker, invite } from './decide.ts';
import { writeDecision } from './decisions.ts';
import { dayMs, turnOfInvitations } from './defaults.ts';
import { readPast } from './facts.ts';
import { readKin } from './kin.ts';
import { keptPlaces, lapse } from './places.ts';
import { unitOf } from './units.ts';
import { wishOf } from './wish.ts';

/** Name of an invitation that no rule made. */
export const byHandRule = 'by-hand';
/** Cards remembered, to put them up again after a page load. */
const maxCards = 1_000;

type Wish = AskInput<AgentAsks, 'invitation:send'>;

/**
 * An agent invites one visitor. Passes over caps, hours and arms – a person has looked – but not over an open conversation, a
 * card that is up, or a "never again". The sender's own place is kept when they have the skill, else any free one.
 */
export function createByHand(
  powers: Pick<Powers, 'db' | 'now' | 'tell' | 'audit' | 'freeAgents'> & {
    rules: RulesSource;
    siteOf(visitorId: string): string | null;
    /** What a visitor is called for the day. */
    namesOf(asker: Asker): Promise<DayNames>;
    offered(visitorId: string, card: Omit<Invited, 'outcome'>, expiresInMs: number): void;
  },
) {
  const { db, rules } = powers;
  const cards = new Map<string, { card: HandInvitation; untilAt: number }>();

  async function send(who: AgentActor, wish: Wish): Promise<Answer<AskOutput<AgentAsks, 'invitation:send'>>> {
    const { visitorId, skill, text } = wish;
    const siteId = powers.siteOf(visitorId);
    if (!siteId) return no('notFound');
    const settings = await rules.settings(siteId);
    if (!settings.on || !settings.radar) return no('notOffered');
    const rule = wish.ruleId === undefined ? null : await rules.rule(siteId, wish.ruleId);
    if (wish.ruleId !== undefined && !rule) return no('notFound', { detail: 'ruleId' });
    const ruleId = rule?.id ?? byHandRule;
    const ask = { ruleId, version: rule?.version ?? 0, skill };
    const made = { ...wishOf(ask, rule), skill, terms: null };
    const free = await powers.freeAgents(siteId, skill);
    const at = powers.now();
    const names = await powers.namesOf({ siteId, visitorId });
    const unit = unitOf(visitorId, names.today);

    const done = await db.transaction().execute(async (tx) => {
      await takeTurn(tx, turnOfInvitations);
      await lapse(tx, at);
      const { all: kept } = await keptPlaces(tx, at);
      // A person has looked: only what this id itself was told counts.
      const kin = await readKin(tx, unit, nobodysNames(), 0);
      const past = await readPast(tx, { who: unit, kin, now: at, visitSince: null, gapMs: 0 });
      if (past.talking) return no('conflict', { detail: 'in a conversation' });
      if (past.earlier.some((one) => one.state === 'never')) return no('forbidden', { detail: 'never' });
      if (past.earlier.some((one) => one.state === 'shown' && one.expiresAt > at))
        return no('conflict', { detail: 'another invitation' });
      const left = free.filter((one) => one.room - (kept.get(one.agentId) ?? 0) >= 1);
      const agent = left.find((one) => one.agentId === who.agentId) ?? left[0];
      if (!agent) return no('nobody');
      const arms = { heldOut: null, exposed: [] };
      const answer = await invite(tx, { siteId, who: unit, names, wish: made, at, arms, agent });
      const { token } = answer;
      await writeDecision(tx, { siteId, ...ask, who: unit, reason: 'invited', at, page: null, token });
      return yes(answer);
    });
    if (!done.ok) return done;
    const { token, expiresInMs } = done.value;
    const card: HandInvitation = { ruleId, kind: made.kind, skill, ...(text ? { text } : {}), answer: done.value };
    if (cards.size >= maxCards) cards.delete(cards.keys().next().value!);
    cards.set(visitorId, { card, untilAt: at + expiresInMs });
    powers.tell.visitor(visitorId)('invitation:offered', card);
    const said = { ...(rule ? { version: rule.version } : {}), ...(text ? { text } : {}) };
    powers.offered(visitorId, { ruleId, at, ...said }, expiresInMs);
    await powers.audit({
      actor: `agent:${who.agentId}`,
      act: 'invitation.send',
      thing: `visitor:${visitorId}`,
      facts: { rule: ruleId, skill },
    });
    return yes({ token, expiresInMs });
  }

  /** The card an agent sent goes on after a page load, with the rest of its time. */
  async function putUpAgain(visitorId: string, tabId: string): Promise<void> {
    const kept = cards.get(visitorId);
    if (!kept) return;
    const { card, untilAt } = kept;
    const leftMs = untilAt - powers.now();
    const row = await db
      .selectFrom('invitations')
      .select('state')
      .where('token', '=', card.answer.token)
      .executeTakeFirst();
    if (leftMs <= 0 || leftMs > dayMs || row?.state !== 'shown') {
      cards.delete(visitorId);
      return;
    }
    const answer = { ...card.answer, expiresInMs: leftMs };
    powers.tell.visitorTab(visitorId, tabId)('invitation:offered', { ...card, answer });
  }

  return { send, putUpAgain };
}
