import type { Visit } from '@theke/protocol';
import { useView } from '../use.ts';

/** Opens the window that tells why this rule does or does not invite this visitor. */
export function WhyButton({
  visit,
  ruleId,
  name,
  none,
}: {
  visit: Visit;
  ruleId: string;
  name: string;
  none?: boolean;
}) {
  const { screen, texts } = useView();
  const words = texts.explain;
  return (
    <button
      type="button"
      class="in-line"
      aria-label={none ? words.whyNoneOf(name) : words.whyOf(ruleId, name)}
      onClick={() => {
        screen.explained.value = { visitorId: visit.visitorId, ruleId };
        screen.dialog.value = 'why';
      }}
    >
      {none ? words.whyNone : words.why}
    </button>
  );
}

/** For a page whose rules all wait for something to happen: none of them is in the list, yet each can be asked about. */
export function WhyNone({ visit, name }: { visit: Visit; name: string }) {
  const first = visit.rules?.find((rule) => rule.state !== 'off');
  return first ? (
    <p class="visit-rules">
      <WhyButton visit={visit} ruleId={first.ruleId} name={name} none />
    </p>
  ) : null;
}
