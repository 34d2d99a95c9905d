import { useEffect, useRef, useState } from 'preact/hooks';
import { heldRows, type Row } from '../desk/lists.ts';
import { type RadarWish, radarOf, stableOrder, wholeRadar } from '../desk/radar.ts';
import { Empty } from './parts.tsx';
import { useView } from './use.ts';
import { useDepartures } from './useDepartures.ts';
import { useRests } from './useRests.ts';
import { VisitorRow } from './VisitorsRow.tsx';
import { VisitorsTools } from './VisitorsTools.tsx';

// A screen shows about ten; more are drawn as somebody scrolls there.
const drawnEach = 40;

/** Everybody on the shop's pages right now, as the radar sees them. Rows keep their places until somebody asks for another order. */
export function Visitors() {
  const { desk, texts } = useView();
  const { ready } = desk.state.value;
  const { shown: here, visitOf, leftAt } = useDepartures();
  const rests = useRests();
  const [wish, setWish] = useState<RadarWish>(wholeRadar);
  const [held, setHeld] = useState(false);
  const [drawn, setDrawn] = useState(drawnEach);
  const order = useRef<{ wish: RadarWish; ids: string[] }>({ wish, ids: [] });
  const rows = useRef<Row[]>([]);
  const wanted = radarOf(here.values(), wish, desk.nowMs.peek()).map((visit) => visit.visitorId);
  // Another wish is an order asked for; news are not.
  const isAsked = order.current.wish !== wish;
  order.current = { wish, ids: isAsked ? wanted : stableOrder(order.current.ids, wanted) };
  rows.current = heldRows(isAsked ? [] : rows.current, order.current.ids, held && !isAsked);
  const isSorted = order.current.ids.every((id, at) => id === wanted[at]);
  const present = [...here.keys()].filter((id) => leftAt(id) === null).length;
  const shown = rows.current.slice(0, drawn);
  const left = rows.current.length - shown.length;
  const ask = (next: Partial<RadarWish>) => {
    setDrawn(drawnEach);
    setWish({ ...wish, ...next });
  };
  return (
    <section
      class="visitors"
      aria-labelledby="visitors-title"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={(event) => setHeld(event.currentTarget.contains(document.activeElement))}
      onFocusIn={() => setHeld(true)}
      onFocusOut={(event) => setHeld(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <header class="part-head">
        <h2 id="visitors-title">{texts.visitors.title}</h2>
        {present > 0 ? <span class="part-count">{texts.visitors.count(present)}</span> : null}
      </header>
      {[...rests].map(([siteId, { siteName, why }]) => (
        <p key={siteId} class="visitors-rest">
          {texts.radar.rests[why](siteName)}
        </p>
      ))}
      {here.size > 0 ? (
        <VisitorsTools visits={here} wish={wish} found={wanted.length} isSorted={isSorted} ask={ask} />
      ) : null}
      {ready && here.size === 0 && rows.current.length === 0 ? <Empty>{texts.visitors.none}</Empty> : null}
      {here.size > 0 && rows.current.length === 0 ? <Empty>{texts.radar.nobody}</Empty> : null}
      {/* biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list */}
      <ul role="list" class="rows">
        {shown.map(({ id }, at) => {
          const visit = visitOf(id);
          return visit ? (
            <VisitorRow
              key={id}
              visit={visit}
              leftAt={leftAt(id)}
              mayInvite={!rests.has(visit.siteId)}
              no={at + 1}
              of={rows.current.length}
            />
          ) : null;
        })}
      </ul>
      {left > 0 ? <More count={left} more={() => setDrawn(drawn + drawnEach)} /> : null}
      {left === 0 && rows.current.length > 0 ? <p class="visitors-agreed">{texts.radar.agreed}</p> : null}
    </section>
  );
}

/** Draws the next rows when it comes into sight, and when it is pressed. */
function More({ count, more }: { count: number; more: () => void }) {
  const { texts } = useView();
  const button = useRef<HTMLButtonElement>(null);
  const act = useRef(more);
  act.current = more;
  useEffect(() => {
    const sight = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) act.current();
    });
    if (button.current) sight.observe(button.current);
    return () => sight.disconnect();
  }, [count]);
  return (
    <button ref={button} type="button" class="button button-small visitors-more" onClick={more}>
      {texts.radar.more(count)}
    </button>
  );
}
