import type { Offer } from '@theke/rules';
import { Plus, Trash2 } from 'lucide-preact';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';
import { CardPreview } from './CardPreview.tsx';
import { SelectField, TextField } from './fields.tsx';
import { useForm } from './formOf.ts';
import { type Path, valueAt } from './path.ts';
import { withSkill } from './withSkill.ts';

const offerKinds = ['chat', 'call', 'share', 'article'] as const;
type OfferKind = (typeof offerKinds)[number];

/** What the card offers and says, in both languages, and how it will look. */
export function OfferFields() {
  const { texts } = useView();
  const form = useForm();
  const words = texts.ruleForm;
  const offer = valueAt(form.value, ['offer']) as Offer;
  const kind: OfferKind = offerKinds.find((one) => one === offer.kind) ?? 'chat';
  const variants = Array.isArray(offer.variants) ? offer.variants : [];
  return (
    <>
      <div class="rule-row">
        <SelectField
          at={['offer', 'kind']}
          label={words.kind}
          value={kind}
          options={offerKinds.map((one) => [one, words.kinds[one]] as const)}
          choose={(next) => form.set(['offer', 'kind'], next === 'chat' ? undefined : next)}
        />
        <SkillField />
        {kind === 'article' ? <TextField at={['offer', 'url']} label={words.url} /> : null}
      </div>
      <WordFields at={['offer']} />
      <div class="previews">
        <CardPreview offer={offer} language="en" />
        <CardPreview offer={offer} language="de" />
      </div>
      <div class="variants">
        <p>
          <strong>{words.variants}</strong> <span class="quiet">{words.variantsHint}</span>
        </p>
        {variants.map((_one, index) => (
          <fieldset class="variant" key={index}>
            <legend>{words.variant(index + 1)}</legend>
            <TextField at={['offer', 'variants', index, 'id']} label={words.variantId} />
            <WordFields at={['offer', 'variants', index]} />
            {form.readOnly ? null : (
              <Action
                icon={Trash2}
                label={words.removeVariant(index + 1)}
                onClick={() => {
                  const rest = variants.filter((_gone, other) => other !== index);
                  form.set(['offer', 'variants'], rest.length ? rest : undefined);
                }}
              />
            )}
          </fieldset>
        ))}
        {form.readOnly || variants.length >= 10 ? null : (
          <Action
            icon={Plus}
            label={words.addVariant}
            onClick={() =>
              form.set(
                ['offer', 'variants'],
                [...variants, { id: String.fromCharCode(97 + variants.length), text: { en: '', de: '' } }],
              )
            }
          />
        )}
      </div>
    </>
  );
}

/** The offer's skill. Conditions that ask for somebody free ask for the same one, so they change with it. */
function SkillField() {
  const { desk, texts } = useView();
  const form = useForm();
  return (
    <TextField
      at={['offer', 'skill']}
      label={texts.rules.fields.skill}
      list={desk.state.value.me.skills}
      take={(skill) => {
        const before = valueAt(form.value, ['offer', 'skill']);
        form.set([], withSkill(form.value, before, skill));
      }}
    />
  );
}

function WordFields({ at }: { at: Path }) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.ruleForm;
  // A title is in both languages or in none.
  const title = (language: 'en' | 'de') => (typed: string) => {
    const before = (valueAt(form.value, [...at, 'title']) ?? {}) as { en?: string; de?: string };
    const next = { en: before.en ?? '', de: before.de ?? '', [language]: typed };
    form.set([...at, 'title'], next.en || next.de ? next : undefined);
  };
  return (
    <div class="rule-languages">
      <TextField at={[...at, 'title', 'en']} label={words.titleEn} take={title('en')} />
      <TextField at={[...at, 'title', 'de']} label={words.titleDe} take={title('de')} />
      <TextField at={[...at, 'text', 'en']} label={words.textEn} hint={words.textHint} rows={3} />
      <TextField at={[...at, 'text', 'de']} label={words.textDe} hint={words.textHint} rows={3} />
    </div>
  );
}
