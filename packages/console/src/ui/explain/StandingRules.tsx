import type { RuleState, Visit } from '@theke/protocol';
import { useId, useState } from 'preact/hooks';
import { tellingRules } from '../../desk/radar.ts';
import { useView } from '../use.ts';
import { RuleNow } from '../VisitorsRow.tsx';
import { WhyPanel } from './WhyPanel.tsx';

/** Where all rules of a page stand, those that say something first; each can be asked why. */
export function StandingRules({ visit }: { visit: Visit }) {
  const words = useView().texts.radar.dialog;
  const telling = tellingRules(visit);
  const others = (visit.rules ?? []).filter((rule) => rule.state !== 'off' && !telling.includes(rule));
  if (telling.length + others.length === 0) return <p class="quiet">{words.noRules}</p>;
  return (
    <section class="visit-standing" aria-label={words.rulesNow}>
      {/* biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list */}
      <ul role="list">
        {[...telling, ...others].map((rule) => (
          <Standing key={rule.ruleId} visit={visit} rule={rule} />
        ))}
      </ul>
    </section>
  );
}

function Standing({ visit, rule }: { visit: Visit; rule: RuleState }) {
  const words = useView().texts.explain;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <span data-state={rule.state}>
        <RuleNow visit={visit} rule={rule} />
      </span>{' '}
      <button
        type="button"
        class="in-line"
        aria-label={`${words.why} ${rule.ruleId}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {words.why}
      </button>
      <div id={id} hidden={!open}>
        {open ? <WhyPanel visitorId={visit.visitorId} ruleId={rule.ruleId} /> : null}
      </div>
    </li>
  );
}
