import type { RuleState, Visit } from '@theke/protocol';
import { Send } from 'lucide-preact';
import { Component } from 'preact';
import { dueAt, tellingRules } from '../desk/radar.ts';
import { pageName } from '../format/address.ts';
import { cartTotalCents, money } from '../format/money.ts';
import { fullTime, runningTime, spokenLength } from '../format/time.ts';
import { nameOf, visitName } from '../format/who.ts';
import { stroke } from './parts.tsx';
import { useView, type View } from './use.ts';
import { useRunning } from './useRunning.ts';

interface Props {
  visit: Visit;
  /** No longer on the site; shown because the list is being read. */
  gone: boolean;
  no: number;
  of: number;
}

/** One visitor. Drawn anew only when something was told of them: the figures that run are texts of their own. */
export class VisitorRow extends Component<Props> {
  override shouldComponentUpdate(next: Props) {
    const now = this.props;
    return next.visit !== now.visit || next.gone !== now.gone || next.no !== now.no || next.of !== now.of;
  }
  override render({ visit, gone, no, of }: Props) {
    return <Drawn visit={visit} gone={gone} no={no} of={of} />;
  }
}

/** What to call them: on my desk the same person has one name everywhere. */
export function visitorName(visit: Visit, { desk, texts }: Pick<View, 'desk' | 'texts'>): string {
  const known = visit.conversationId ? desk.state.peek().conversations.get(visit.conversationId) : undefined;
  return known ? nameOf(known.contact, texts) : visitName(visit, texts);
}

function Drawn({ visit, gone, no, of }: Props) {
  const view = useView();
  const { language, screen, texts } = view;
  const words = texts.radar;
  const { cart } = visit.context;
  const cents = cart ? cartTotalCents(cart) : 0;
  const name = visitorName(visit, view);
  const away = gone || !visit.online;
  const facts = [
    visit.returning ? words.returning : '',
    visit.device ? words.devices[visit.device] : '',
    visit.language ?? '',
  ].filter(Boolean);
  return (
    <li class="visit" data-online={!away} aria-setsize={of} aria-posinset={no}>
      <p class="visit-who">
        <span class="visit-dot" aria-hidden="true" />
        <span>{name}</span>
        {away ? <em>{texts.visitors.left}</em> : <Standing visit={visit} />}
      </p>
      {away || visit.conversationId ? null : (
        <button
          type="button"
          class="visit-invite"
          aria-label={words.inviteOf(name)}
          onClick={() => {
            screen.invitee.value = visit.visitorId;
            screen.dialog.value = 'inviteVisitor';
          }}
        >
          <Send size={14} strokeWidth={stroke} aria-hidden="true" />
          {words.invite}
        </button>
      )}
      <p class="visit-page" title={visit.page.url}>
        {pageName(visit.page)}
      </p>
      <p class="visit-facts">
        <Dwell sinceAt={visit.pageSinceAt} />
        {cart && cents > 0 ? (
          <strong>
            <span class="heard">{texts.contact.cart} </span>
            {money(cents, cart.currency, language)}
          </strong>
        ) : null}
      </p>
      {facts.length > 0 ? <p class="visit-more">{facts.join(' · ')}</p> : null}
      {visit.conversationId ? null : <Rules visit={visit} />}
      {visit.invited ? <Invited invited={visit.invited} /> : null}
    </li>
  );
}

/** Waiting is not yet a conversation. */
function Standing({ visit }: { visit: Visit }) {
  const { desk, texts } = useView();
  const id = visit.conversationId;
  const waits = useRunning(
    () => id !== undefined && desk.state.value.conversations.get(id)?.status === 'waiting',
    [desk, id],
  );
  if (!id) return null;
  return waits.value ? <em class="visit-waits">{texts.radar.waiting}</em> : <em>{texts.visitors.talking}</em>;
}

function Dwell({ sinceAt }: { sinceAt: number }) {
  const { desk, language, texts } = useView();
  const shown = useRunning(() => spokenLength(desk.nowMs.value - sinceAt), [desk, sinceAt]);
  const said = useRunning(() => texts.visitors.onPage(shown.value), [shown, texts]);
  return (
    <span title={fullTime(sinceAt, language)}>
      <span aria-hidden="true">{shown}</span>
      <span class="heard">{said}</span>
    </span>
  );
}

// More would hide what comes next; the rest is in the window behind the button.
const rulesShown = 2;

function Rules({ visit }: { visit: Visit }) {
  const { texts } = useView();
  const all = tellingRules(visit);
  if (all.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list
    <ul role="list" class="visit-rules" aria-label={texts.radar.rules}>
      {all.slice(0, rulesShown).map((rule) => (
        <li key={rule.ruleId} data-state={rule.state}>
          <RuleNow visit={visit} rule={rule} />
        </li>
      ))}
      {all.length > rulesShown ? <li class="quiet">{texts.radar.others(all.length - rulesShown)}</li> : null}
    </ul>
  );
}

/** Where a rule stands, counting down by the desk's one clock: `41 s to checkout-help`. */
export function RuleNow({ visit, rule }: { visit: Visit; rule: RuleState }) {
  const { desk, texts } = useView();
  const due = dueAt(visit, rule);
  const words = useRunning(() => {
    if (due === null) return texts.radar.states[rule.state](rule.ruleId);
    const leftMs = due - desk.nowMs.value;
    if (leftMs <= 0) return texts.radar.now(rule.ruleId);
    return texts.radar.until(leftMs < minuteMs ? `${Math.ceil(leftMs / 1_000)} s` : runningTime(leftMs), rule.ruleId);
  }, [desk, due, rule.state, rule.ruleId, texts]);
  return <>{words}</>;
}

const minuteMs = 60_000;

function Invited({ invited }: { invited: NonNullable<Visit['invited']> }) {
  const { desk, texts } = useView();
  const words = texts.radar;
  const said = useRunning(() => {
    const ago = spokenLength(desk.nowMs.value - invited.at);
    return isByHand(invited.ruleId) ? words.invitedByHand(ago) : words.invited(invited.ruleId, ago);
  }, [desk, invited.at, invited.ruleId, words]);
  return (
    <p class="visit-invited" data-outcome={invited.outcome}>
      {said}
      {': '}
      {words.outcomes[invited.outcome]}
    </p>
  );
}

/** The name the server writes down for an invitation that no rule made. */
const byHand = 'by-hand';
export const isByHand = (ruleId: string): boolean => ruleId === byHand;
