import type { Visit } from '@theke/protocol';
import { useRef } from 'preact/hooks';
import { Dialog } from '../Dialog.tsx';
import { useView } from '../use.ts';
import { visitorName } from '../VisitorsRow.tsx';
import { WhyPanel } from './WhyPanel.tsx';

/** The window over the desk that tells why a visitor's rules do or do not invite, one rule at a time. */
export function WhyDialog() {
  const { desk, screen, texts } = useView();
  const asked = screen.explained.value;
  const visit = asked ? desk.state.value.visits.get(asked.visitorId) : undefined;
  // Somebody who leaves meanwhile keeps their name and rules in the window.
  const known = useRef<Visit | undefined>(visit);
  if (visit) known.current = visit;
  if (!asked || !known.current) return null;
  const { visitorId, ruleId } = asked;
  const { siteId } = known.current;
  const name = visitorName(known.current, { desk, texts });
  const ruleIds = [...new Set([ruleId, ...(known.current.rules ?? []).map((one) => one.ruleId)])].sort();
  return (
    <Dialog title={texts.explain.title(name)} class="dialog-why">
      <p class="quiet">{texts.explain.lead}</p>
      <label class="field">
        <span>{texts.explain.rule}</span>
        <select
          value={ruleId}
          onChange={(event) => {
            screen.explained.value = { visitorId, ruleId: event.currentTarget.value };
          }}
        >
          {ruleIds.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      <WhyPanel
        visitorId={visitorId}
        ruleId={ruleId}
        onDecisions={() => {
          screen.decided.value = { siteId, ruleId };
          screen.dialog.value = null;
          screen.go('rules');
        }}
      />
    </Dialog>
  );
}
