import type { Visit } from '@theke/protocol';
import { ArrowDownWideNarrow, ListFilter } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import { pageTypeOf, type RadarOnly, type RadarSort, type RadarWish } from '../desk/radar.ts';
import { Action } from './parts.tsx';
import { useView } from './use.ts';

interface Props {
  visits: ReadonlyMap<string, Visit>;
  wish: RadarWish;
  found: number;
  /** The rows stand as the order wishes; figures that run may have changed that. */
  isSorted: boolean;
  ask: (wish: Partial<RadarWish>) => void;
}

const sorts: readonly RadarSort[] = ['longest', 'cart', 'next'];
const onlys: readonly RadarOnly[] = ['all', 'cart', 'returning', 'firing', 'free'];

/** Looks for visitors, and puts them in an order. */
export function VisitorsTools({ visits, wish, found, isSorted, ask }: Props) {
  const { texts } = useView();
  const words = texts.radar;
  const [open, setOpen] = useState(false);
  const id = useId();
  const types = [...new Set([...visits.values()].map(pageTypeOf).filter(Boolean))].sort();
  const narrowed = wish.only !== 'all' || wish.pageType !== '' || wish.text.trim() !== '';
  return (
    <div class="visitors-tools">
      <div class="visitors-line">
        <input
          type="search"
          aria-label={words.find}
          placeholder={words.findHint}
          value={wish.text}
          onInput={(event) => ask({ text: event.currentTarget.value })}
        />
        <button
          type="button"
          class="action action-bare"
          title={`${words.only}, ${words.sort}`}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <ListFilter size={18} strokeWidth={1.75} aria-hidden="true" />
          <span class="action-label">{`${words.only}, ${words.sort}`}</span>
        </button>
      </div>
      <div id={id} class="visitors-choices" hidden={!open}>
        <Pick label={words.only} value={wish.only} of={onlys} words={words.onlys} choose={(only) => ask({ only })} />
        {types.length > 0 ? (
          <label class="field">
            <span>{words.pageType}</span>
            <select value={wish.pageType} onChange={(event) => ask({ pageType: event.currentTarget.value })}>
              <option value="">{words.anyType}</option>
              {types.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </select>
          </label>
        ) : null}
        <Pick label={words.sort} value={wish.sort} of={sorts} words={words.sorts} choose={(sort) => ask({ sort })} />
      </div>
      {narrowed || !isSorted ? (
        <p class="visitors-found">
          <span role="status">{narrowed ? words.found(found, visits.size) : ''}</span>
          {isSorted ? null : <Action icon={ArrowDownWideNarrow} label={words.sortAgain} onClick={() => ask({})} />}
        </p>
      ) : null}
    </div>
  );
}

interface PickProps<T extends string> {
  label: string;
  value: T;
  of: readonly T[];
  words: Record<T, string>;
  choose: (value: T) => void;
}

function Pick<T extends string>({ label, value, of, words, choose }: PickProps<T>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value as T)}>
        {of.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
