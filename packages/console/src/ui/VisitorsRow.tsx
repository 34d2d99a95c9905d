import type { RuleState, Visit } from '@theke/protocol';
import { Send } from 'lucide-preact';
import { Component } from 'preact';
import { dueAt, tellingRules } from '../desk/radar.ts';
import { pageName } from '../format/address.ts';
import { languageName } from '../format/locale.ts';
import { cartTotalCents, money } from '../format/money.ts';
import { exactLength, fullTime, spokenLength } from '../format/time.ts';
import { nameOf, visitName } from '../format/who.ts';
import { InvitedWith } from './explain/InvitedWith.tsx';
import { WhyButton, WhyNone } from './explain/WhyButton.tsx';
import { stroke } from './parts.tsx';
import { useView, type View } from './use.ts';
import { useRunning } from './useRunning.ts';

interface Props {
  visit: Visit;
  /** When they were seen to leave, in the server's time; shown for a moment more, and while the list is being read. */
  leftAt: number | null;
  /** False where the site does not want it. */
  mayInvite: boolean;
  no: number;
  of: number;
}

/** One visitor. Drawn anew only when something was told of them: the figures that run are texts of their own. */
export class VisitorRow extends Component<Props> {
  override shouldComponentUpdate(next: Props) {
    const now = this.props;
    return (Object.keys(next) as (keyof Props)[]).some((key) => next[key] !== now[key]);
  }
  override render({ visit, leftAt, mayInvite, no, of }: Props) {
    return <Drawn visit={visit} leftAt={leftAt} mayInvite={mayInvite} no={no} of={of} />;
  }
}

/** What to call them: on my desk the same person has one name everywhere. */
export function visitorName(visit: Visit, { desk, texts }: Pick<View, 'desk' | 'texts'>): string {
  const known = visit.conversationId ? desk.state.peek().conversations.get(visit.conversationId) : undefined;
  return known ? nameOf(known.contact, texts) : visitName(visit, texts);
}

function Drawn({ visit, leftAt, mayInvite, no, of }: Props) {
  const view = useView();
  const { language, screen, texts } = view;
  const words = texts.radar;
  const { cart } = visit.context;
  const cents = cart ? cartTotalCents(cart) : 0;
  const name = visitorName(visit, view);
  const away = leftAt !== null || !visit.online;
  const facts = [
    visit.returning ? words.returning : '',
    visit.device ? words.devices[visit.device] : '',
    visit.language ? languageName(visit.language, language) : '',
  ].filter(Boolean);
  return (
    <li class="visit" data-online={!away} aria-setsize={of} aria-posinset={no}>
      <p class="visit-who">
        <span class="visit-dot" aria-hidden="true" />
        <span>{name}</span>
        {away ? <em>{texts.visitors.left}</em> : <Standing visit={visit} />}
      </p>
      {away || visit.conversationId || !mayInvite ? null : (
        <button
          type="button"
          class="in-line"
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
        <Dwell sinceAt={visit.pageSinceAt} untilAt={leftAt} />
        {cart && cents > 0 ? (
          <strong>
            <span class="heard">{texts.contact.cart} </span>
            {money(cents, cart.currency, language)}
          </strong>
        ) : null}
      </p>
      {facts.length > 0 ? <p class="visit-more">{facts.join(' · ')}</p> : null}
      {away || visit.conversationId ? null : <Rules visit={visit} name={name} />}
      <InvitedWith visit={visit} name={name} />
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

/** How long they have been on their page; of who has left, how long they were. */
function Dwell({ sinceAt, untilAt }: { sinceAt: number; untilAt: number | null }) {
  const { desk, language, texts } = useView();
  const shown = useRunning(() => spokenLength((untilAt ?? desk.nowMs.value) - sinceAt), [desk, sinceAt, untilAt]);
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

function Rules({ visit, name }: { visit: Visit; name: string }) {
  const { texts } = useView();
  const all = tellingRules(visit);
  if (all.length === 0) return <WhyNone visit={visit} name={name} />;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list
    <ul role="list" class="visit-rules" aria-label={texts.radar.rules}>
      {all.slice(0, rulesShown).map((rule) => (
        <li key={rule.ruleId} data-state={rule.state}>
          <span>
            <RuleNow visit={visit} rule={rule} />
          </span>
          <WhyButton visit={visit} ruleId={rule.ruleId} name={name} />
        </li>
      ))}
      {all.length > rulesShown ? <li class="quiet">{texts.radar.others(all.length - rulesShown)}</li> : null}
    </ul>
  );
}

/** Where a rule stands, counting down by the desk's one clock: `8 min 20 s to checkout-help`. */
export function RuleNow({ visit, rule }: { visit: Visit; rule: RuleState }) {
  const { desk, texts } = useView();
  const due = dueAt(visit, rule);
  const words = useRunning(() => {
    if (due === null) return texts.radar.states[rule.state](rule.ruleId);
    const leftMs = due - desk.nowMs.value;
    if (leftMs <= 0) return texts.radar.now(rule.ruleId);
    return texts.radar.until(exactLength(leftMs), rule.ruleId);
  }, [desk, due, rule.state, rule.ruleId, texts]);
  return <>{words}</>;
}
