import type { Offer } from '@theke/rules';
import { cardWords } from '../../texts/cardWords.ts';
import { Mark } from '../parts.tsx';
import { useView } from '../use.ts';

/** `{product.name|this product}` as a visitor of whom nothing is known reads it; a fact without other words keeps its name. */
export const filled = (text: string) =>
  text.replace(/\{([^{}|]+)(?:\|([^{}]*))?\}/gu, (_all, fact, other) => other ?? `[${fact}]`);

/** How the card will look to a visitor. A picture: nothing in it can be pressed. */
export function CardPreview({ offer, language }: { offer: Offer; language: 'en' | 'de' }) {
  const { desk, texts } = useView();
  const words = texts.ruleForm;
  const own = cardWords[language];
  const kind = offer.kind ?? 'chat';
  const me = desk.state.value.me.name;
  const title = offer.title?.[language];
  return (
    <figure class="card-preview">
      <figcaption>{words.previewOf(language === 'en' ? words.english : words.german)}</figcaption>
      <div class="card" lang={language}>
        <Mark name={me} />
        <div class="card-words">
          <p class="card-who">{me}</p>
          {title ? <p class="card-title">{filled(title)}</p> : null}
          <p class="card-text">{filled(offer.text?.[language] ?? '')}</p>
          <p class="card-ends" aria-hidden="true">
            <span class="card-accept">{own[kind] ?? own.chat}</span>
            <span class="card-not">{own.notNow}</span>
            <span class="card-not">{own.never}</span>
          </p>
        </div>
      </div>
    </figure>
  );
}
