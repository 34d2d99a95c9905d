import type { Invited, RuleRecord, Visit } from '@theke/protocol';
import type { Offer, Rule } from '@theke/rules';
import { useEffect, useId, useState } from 'preact/hooks';
import { agoWords } from '../../format/time.ts';
import { filled } from '../rules/CardPreview.tsx';
import { useView } from '../use.ts';
import { useRunning } from '../useRunning.ts';

/** The name the server writes down for an invitation that no rule made. */
const byHand = 'by-hand';

/** What a visitor was invited with: the newest at once; the words, and those before it, when they are asked for. */
export function InvitedWith({ visit, name }: { visit: Visit; name: string }) {
  const words = useView().texts.explain;
  const [open, setOpen] = useState(false);
  const id = useId();
  const { invited } = visit;
  if (!invited) return null;
  const all = visit.invitations ?? [invited];
  return (
    <div class="visit-invited" data-outcome={invited.outcome}>
      <p>
        <span>
          <Line invited={invited} />
        </span>{' '}
        <button
          type="button"
          class="in-line"
          aria-label={words.invitedWithOf(name)}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {words.invitedWith}
        </button>
      </p>
      <div id={id} hidden={!open}>
        {open ? (
          // biome-ignore lint/a11y/noRedundantRoles: without figures some readers no longer take it for a list
          <ol role="list" class="invited-list" aria-label={words.invitations}>
            {all.map((one, at) => (
              <li key={`${one.at} ${one.ruleId}`}>
                {at > 0 ? (
                  <p>
                    <Line invited={one} />
                  </p>
                ) : null}
                <Said siteId={visit.siteId} invited={one} />
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </div>
  );
}

/** Who invited, when, and what became of it. */
function Line({ invited }: { invited: Invited }) {
  const { desk, language, texts } = useView();
  const words = texts.radar;
  const said = useRunning(() => {
    const ago = agoWords(desk.nowMs.value - invited.at, language);
    return invited.ruleId === byHand ? words.invitedByHand(ago) : words.invited(invited.ruleId, ago);
  }, [desk, invited.at, invited.ruleId, language, words]);
  return (
    <>
      {said}
      {': '}
      {words.outcomes[invited.outcome]}
    </>
  );
}

/** The state of a rule its card came from: of that version, or the newest there was at that time. */
export function ruleOf(records: readonly RuleRecord[], { version, at }: Invited): Rule | null {
  const rules = records.filter((one) => one.rule !== null).sort((a, b) => b.revision - a.revision);
  const found = rules.find((one) =>
    version === undefined ? one.changedAt <= at : (one.rule as unknown as Rule).version === version,
  );
  return found ? (found.rule as unknown as Rule) : null;
}

/** The offer as this visitor got it. */
function offerOf({ offer }: Rule, variantId: string | undefined): Offer {
  const variant = offer.variants?.find((one) => one.id === variantId);
  return variant ? { ...offer, title: variant.title ?? offer.title, text: variant.text } : offer;
}

function Said({ siteId, invited }: { siteId: string; invited: Invited }) {
  const { desk, language, texts } = useView();
  const words = texts.explain;
  const { ruleId, text, variant } = invited;
  const [records, setRecords] = useState<readonly RuleRecord[] | null>(null);
  const isKept = text === undefined && ruleId !== byHand;
  useEffect(() => {
    let gone = false;
    if (isKept) void desk.rules.history(siteId, ruleId).then((all) => gone || setRecords(all ?? []));
    return () => {
      gone = true;
    };
  }, [desk, isKept, siteId, ruleId]);
  if (text !== undefined) return <blockquote class="invited-text">{text}</blockquote>;
  if (!isKept) return <p class="quiet">{words.usualWords}</p>;
  if (!records) return null;
  const rule = ruleOf(records, invited);
  if (!rule) return <p class="quiet">{words.ofPage}</p>;
  const offer = offerOf(rule, variant);
  return (
    <>
      <blockquote class="invited-text">
        {offer.title ? <strong>{filled(offer.title[language])}</strong> : null}
        <span>{filled(offer.text[language])}</span>
      </blockquote>
      <p class="quiet">
        {words.version(rule.version)}
        {variant ? ` · ${words.variant(variant)}` : ''}
      </p>
    </>
  );
}
