import { useView } from '../use.ts';
import { CheckField, LengthField, NumberField, TextField } from './fields.tsx';
import { useForm } from './formOf.ts';
import { valueAt } from './path.ts';

const weekMs = 7 * 86_400_000;

/** How often, how long not again, who waits for whom. */
export function LimitFields() {
  const { texts } = useView();
  const form = useForm();
  const words = texts.ruleForm;
  const visitor = valueAt(form.value, ['caps', 'perVisitor']);
  const funnel = valueAt(form.value, ['funnel']);
  return (
    <>
      <p class="quiet">{words.limitsHint}</p>
      <div class="rule-row">
        <NumberField at={['caps', 'perPage']} label={words.perPage} class="field-count" />
        <NumberField at={['caps', 'perVisit']} label={words.perVisit} class="field-count" />
        {/* A count without its time would be refused: they come and go together. */}
        <VisitorCap />
        {visitor === undefined ? null : (
          <LengthField at={['caps', 'perVisitor', 'withinMs']} label={words.withinMs} class="field-length" />
        )}
      </div>
      <div class="rule-row">
        <LengthField at={['cooldown', 'afterDismissMs']} label={words.afterDismiss} />
        <LengthField at={['cooldown', 'afterIgnoreMs']} label={words.afterIgnore} />
        <LengthField at={['cooldown', 'afterChatMs']} label={words.afterChat} />
        <LengthField at={['cooldown', 'afterOrderMs']} label={words.afterOrder} />
      </div>
      <div class="rule-row">
        <LengthField at={['settleMs']} label={words.settle} />
        <FunnelLevel />
        {funnel === undefined ? null : <LengthField at={['funnel', 'lockMs']} label={words.funnelLock} />}
      </div>
    </>
  );
}

function VisitorCap() {
  const { texts } = useView();
  const form = useForm();
  return (
    <TextField
      at={['caps', 'perVisitor', 'n']}
      label={texts.ruleForm.perVisitor}
      class="field-count"
      numeric
      take={(typed) => {
        if (typed.trim() === '') return form.set(['caps', 'perVisitor'], undefined);
        const before = (valueAt(form.value, ['caps', 'perVisitor']) ?? { withinMs: weekMs }) as object;
        form.set(['caps', 'perVisitor'], { ...before, n: numberOr(typed) });
      }}
    />
  );
}

function FunnelLevel() {
  const { texts } = useView();
  const form = useForm();
  return (
    <TextField
      at={['funnel', 'level']}
      label={texts.ruleForm.funnelLevel}
      class="field-count"
      numeric
      take={(typed) => {
        if (typed.trim() === '') return form.set(['funnel'], undefined);
        const before = (valueAt(form.value, ['funnel']) ?? { lockMs: 3_600_000 }) as object;
        form.set(['funnel'], { ...before, level: numberOr(typed) });
      }}
    />
  );
}

const numberOr = (typed: string): number | string => (Number.isFinite(Number(typed)) ? Number(typed) : typed);

/** Whom the rule leaves out to measure itself, and what that costs. */
export function HoldoutFields() {
  const { language, texts } = useView();
  const form = useForm();
  const words = texts.ruleForm;
  const holdout = valueAt(form.value, ['holdout']) as { share?: unknown } | undefined;
  const id = valueAt(form.value, ['id']);
  const share = typeof holdout?.share === 'number' ? holdout.share * 100 : Number.NaN;
  const say = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  return (
    <>
      <CheckField
        label={words.holdoutOn}
        checked={holdout !== undefined}
        set={(on) => form.set(['holdout'], on ? { share: 0.1, salt: `${id}-1`, windowMs: weekMs } : undefined)}
      />
      {holdout === undefined ? null : (
        <>
          <div class="rule-row">
            <NumberField at={['holdout', 'share']} label={words.share} times={100} class="field-count" />
            <LengthField at={['holdout', 'windowMs']} label={words.window} class="field-length" />
            <TextField at={['holdout', 'salt']} label={words.salt} />
          </div>
          {Number.isFinite(share) ? <p class="rule-cost">{words.cost(say(share), say(100 - share))}</p> : null}
        </>
      )}
    </>
  );
}
