import { type ActOutcome, type ActWhy, type FieldNews, limits } from '@theke/protocol';
import { hasSecrets } from '@theke/rules';
import type { Powers } from '../../powers.ts';
import { type Place, viewsOf } from '../lane/place.ts';
import type { Grants } from '../share/grants.ts';

/** Nobody fills in so many at once; a page that says otherwise is no page. */
const maxOpen = 64;
/** How far around a change a number it completed can reach. */
const around = 64;

/**
 * The fields that agent and visitor have open together, by the word of the visitor's page, which alone decides what is in
 * them. Their texts are followed only to notice a card number or an IBAN that comes to be in one.
 */
export function createFields(powers: Pick<Powers, 'tell' | 'counters'>) {
  const open = new WeakMap<Place, Map<number, { text: string }>>();
  const of = (place: Place) => open.get(place) ?? open.set(place, new Map()).get(place)!;

  function tell(place: Place, news: FieldNews) {
    // With a piece missing the rest would be wrong: it goes to the end of the line, whatever waits there.
    for (const view of viewsOf(place, place.grants.actor))
      powers.tell.liveOne(view.socketId, 'always')('field:told', news);
  }

  function close(place: Place, node: number, why: ActWhy) {
    if (of(place).delete(node)) tell(place, { shareId: place.shareId, node, kind: 'closed', why });
  }

  function closeAll(place: Place, why: ActWhy, agentId = place.grants.actor) {
    for (const node of of(place).keys()) {
      const news: FieldNews = { shareId: place.shareId, node, kind: 'closed', why };
      for (const view of viewsOf(place, agentId)) powers.tell.liveOne(view.socketId, 'always')('field:told', news);
    }
    open.delete(place);
  }

  return {
    /** Takes note of a field the visitor's browser opened. False: it holds what nobody may be shown. */
    opened(place: Place, field: NonNullable<(ActOutcome & { done: true })['field']>): boolean {
      if (hasSecrets(field.text)) {
        powers.counters.count('theke_secrets_dropped_total', { why: 'field' });
        return false;
      }
      const fields = of(place);
      if (fields.size >= maxOpen && !fields.has(field.node))
        for (const oldest of fields.keys()) {
          fields.delete(oldest);
          break;
        }
      fields.set(field.node, { text: field.text });
      return true;
    },
    isOpen: (place: Place, node: number) => of(place).has(node),

    /** Passes on what happened in an open field. Open means granted: fields close with the grant. */
    told(place: Place, news: FieldNews) {
      const field = of(place).get(news.node);
      if (!field) return;
      if (news.kind === 'closed') return close(place, news.node, news.why);
      if (news.kind === 'changed') {
        const start = Math.min(news.start, field.text.length);
        field.text = field.text.slice(0, start) + news.text + field.text.slice(start + news.remove);
        // Longer than any field is: no page of ours says so, and nobody is to fill our memory.
        if (field.text.length > limits.fieldChars) return close(place, news.node, 'notField');
        const near = field.text.slice(Math.max(0, start - around), start + news.text.length + around);
        if (hasSecrets(near)) {
          powers.counters.count('theke_secrets_dropped_total', { why: 'field' });
          return close(place, news.node, 'secret');
        }
      }
      tell(place, news);
    },

    closeAll,
    /** Fields stay open only for whom they were opened, and while that may be. */
    regranted(place: Place, before: Grants) {
      const { actor, stands, paused } = place.grants;
      if (stands.fill !== 'on' || actor !== before.actor) closeAll(place, 'notGranted', before.actor);
      else if (paused) closeAll(place, 'paused');
    },
  };
}

export type Fields = ReturnType<typeof createFields>;
