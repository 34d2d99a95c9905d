import { createSecret } from '@theke/kit';
import type { AgentFace, DecisionReason, InvitationAnswer, InvitationAsk } from '@theke/protocol';
import type { Experiments, Powers, RulesSource, Tx } from '../powers.ts';
import { takeTurn } from '../store/turn.ts';
import { type Arms, layersOf, pageOf, readArms, variantOf } from './arms.ts';
import type { Crowd } from './crowd.ts';
import type { DayNames } from './dayUnit.ts';
import { writeDecision } from './decisions.ts';
import { anyone, shownMs, turnOfInvitations } from './defaults.ts';
import { heldOutByAnother, readPast, rulesMet } from './facts.ts';
import { readKin } from './kin.ts';
import { type createQueueFacts, keptPlaces, lapse } from './places.ts';
import { type Unit, unitOf } from './units.ts';
import { refusedBy } from './verdict.ts';
import { type Wish, wishOf } from './wish.ts';

/** Who asks. Without a visitor: a page whose visitor has not clicked yet; what it keeps back it knows alone. */
export interface Asker {
  siteId: string;
  visitorId: string | null;
  ip?: string;
  userAgent?: string;
  /** The address is not theirs, and says nothing about who they are. */
  hidden?: boolean;
}

export interface Decided {
  reason: DecisionReason;
  answer: InvitationAnswer;
  /** Cards that had run out meanwhile. */
  lapsed: Awaited<ReturnType<typeof lapse>>;
  at: number;
  /** The same card as before. */
  again: boolean;
  /** The address in whose crowd the asker counts; null for somebody who has been here for a while. */
  crowdOf: string | null;
}

/** So long an id is no more than a new browser. */
const youngMs = 60 * 60_000;
/** Ids share the places of everybody. */
const anyPlaces = { places: Number.POSITIVE_INFINITY, kept: 0 };

type Show = Extract<InvitationAnswer, { show: true }>;

/**
 * Answers one question in one transaction: facts first, then the reasons in their order, then the arms, then what is written.
 * The caller lets only one run at a time. Every no makes the same statements, so that its time tells nothing either.
 */
export function createDecide(powers: {
  db: Powers['db'];
  now(): number;
  freeAgents: Powers['freeAgents'];
  rules: RulesSource;
  experiments: Experiments;
  /** What an asker is called for the day. */
  namesOf(asker: Asker): Promise<DayNames>;
  /** When an id was made that was made while the clock was behind; 0 for any other. */
  laterBorn(visitorId: string): number;
  queue: ReturnType<typeof createQueueFacts>;
  crowd: Crowd;
  /** Where an id said hello from. */
  ipOf(visitorId: string): string | undefined;
  visitSince(visitorId: string): number | null;
}) {
  const { db, rules } = powers;

  return async function decide(asker: Asker, ask: InvitationAsk): Promise<Decided> {
    const { siteId, visitorId } = asker;
    const at = powers.now();
    // Before the transaction: the embedded database has one writer, and these are questions to other matters.
    const settings = await rules.settings(siteId);
    const wish = wishOf(ask, await rules.rule(siteId, ask.ruleId));
    const free = await powers.freeAgents(siteId, wish.skill);
    const waiting = await powers.queue.of(siteId, wish.skill);
    const names = await powers.namesOf(asker);
    const met = new Map<string, Wish['terms']>();
    for (const ruleId of await rulesMet(db, visitorId, names.all)) {
      const rule = await rules.rule(siteId, ruleId);
      met.set(ruleId, rule && wishOf(ask, rule).terms);
    }
    const who = unitOf(visitorId, names.today);

    return db.transaction().execute(async (tx) => {
      await takeTurn(tx, turnOfInvitations);
      const lapsed = await lapse(tx, at);
      const kept = await keptPlaces(tx, at);
      const kin = await readKin(tx, who, names, visitorId ? powers.laterBorn(visitorId) : 0);
      const visitSince = visitorId ? powers.visitSince(visitorId) : null;
      const past = await readPast(tx, { who, kin, now: at, visitSince, gapMs: settings.gapMs });
      const elsewhere = await heldOutByAnother(tx, who, kin, wish.ruleId, at);
      const left = free.map((one) => ({ ...one, room: one.room - (kept.all.get(one.agentId) ?? 0) }));
      const agent = left.find((one) => one.room >= 1);
      const taken = free.reduce((sum, one) => sum + (kept.nameless.get(one.agentId) ?? 0), 0);
      const whole = free.reduce((sum, one) => sum + one.room, 0);
      // Ids are free, too: a young one counts with the nameless of its network. Where the address says nothing, nobody is young.
      const isYoung = visitorId !== null && kin.bornAt > at - youngMs;
      const roomOf = visitorId === null ? { places: whole, kept: taken } : anyPlaces;
      const ip = (visitorId === null ? asker.ip : powers.ipOf(visitorId)) ?? '';
      const hasRoom = powers.crowd.hasRoom(ip, roomOf) || (visitorId !== null && !isYoung);
      const places = left.reduce((sum, one) => sum + Math.max(0, one.room), 0);

      const up = past.earlier.find(
        (one) => one.mine && one.state === 'shown' && one.ruleId === wish.ruleId && one.expiresAt > at,
      );
      const face = up && (up.agentId === '' ? nobody : free.find((one) => one.agentId === up.agentId));
      const again = up !== undefined && face !== undefined && !past.talking && settings.on && !wish.off && !wish.shadow;

      const refused = refusedBy({
        settings,
        wish,
        past,
        queue: { ...waiting, places },
        place: agent !== undefined && hasRoom,
        zone: ask.zone,
        termsOf: (ruleId) => met.get(ruleId) ?? null,
      });
      const eligible = !again && refused === null && !wish.shadow && !elsewhere;
      const arms = await readArms(tx, powers.experiments, layersOf(settings, wish, at), who, kin, eligible, ask);
      const reason: DecisionReason = again
        ? 'invited'
        : (refused ?? (wish.shadow ? 'shadow' : (arms.heldOut ?? (elsewhere ? 'holdout' : 'invited'))));

      let answer: InvitationAnswer = { show: false };
      // A page load while the card is up: the same card goes on.
      if (again) answer = card(up.token, up.expiresAt - at, face, up.variant);
      else if (reason === 'invited')
        answer = await invite(tx, {
          siteId,
          who,
          names,
          wish,
          at,
          arms,
          agent: wish.kind === 'article' ? nobody : agent!,
        });
      await writeDecision(tx, {
        ...{ siteId, ruleId: wish.ruleId, version: wish.version, who, reason, at, page: pageOf(ask) },
        token: answer.show ? answer.token : null,
      });
      return { reason, answer, lapsed, at, again, crowdOf: visitorId === null || isYoung ? ip : null };
    });
  };
}

/** An article is nobody's card. */
const nobody: AgentFace = { agentId: '', name: '' };

const card = (token: string, expiresInMs: number, { agentId, name }: AgentFace, variant: string | null): Show => ({
  show: true,
  token,
  expiresInMs,
  agent: { agentId, name },
  ...(variant ? { variant } : {}),
});

/** Keeps the place and makes the token. */
export async function invite(
  tx: Tx,
  made: { siteId: string; who: Unit; names: DayNames; wish: Wish; at: number; arms: Arms; agent: AgentFace },
): Promise<Show> {
  const { who, wish, at, arms, agent } = made;
  const token = createSecret(16);
  const variant = variantOf(wish, who.unit) ?? null;
  await tx
    .insertInto('invitations')
    .values({
      token,
      site_id: made.siteId,
      visitor_id: who.visitorId ?? anyone,
      rule_id: wish.ruleId,
      rule_version: wish.version,
      skill: wish.skill,
      agent_id: agent.agentId,
      state: 'shown',
      created_at: at,
      expires_at: at + shownMs,
      conversation_id: null,
      // Whoever asks under the same name of the day is known by it, also when this visitor has an id.
      unit: made.names.telling ? made.names.today : who.unit,
      kind: wish.kind,
      variant,
      experiment_id: arms.exposed.at(-1)?.experimentId ?? null,
      answered_at: null,
    })
    .execute();
  for (const { experimentId, unit } of arms.exposed)
    await tx
      .updateTable('exposures')
      .set({ token })
      .where('experiment_id', '=', experimentId)
      .where('unit', '=', unit)
      .where('token', 'is', null)
      .execute();
  return card(token, shownMs, agent, variant);
}
