import type { Look } from '../../together/look.ts';

const reasons = ['secret', 'shop', 'visitor', 'default'] as const;

/** What the marks on the page mean, and how to hide more. */
export function Seen({ look }: { look: Look }) {
  const texts = look.texts.value;
  const counts = look.hiding.counts.value;
  const hidden = counts ? reasons.filter((why) => counts[why] > 0) : [];
  return (
    <div class="seen">
      <p>{texts.tapToHide}</p>
      {counts && <p class="quiet">{texts.hiddenHere(hidden.reduce((sum, why) => sum + counts[why], 0))}</p>}
      {hidden.length > 0 && (
        <ul>
          {hidden.map((why) => (
            <li key={why}>
              <i class={`hid ${why}`} />
              {texts.why[why]}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="text" onClick={look.hiding.pick}>
        {texts.pickByKeys}
      </button>
    </div>
  );
}
