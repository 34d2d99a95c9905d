import type { Line } from '@theke/line';
import type { RadarNews, VisitorAsks, VisitorTells } from '@theke/protocol';
import { ruleStates } from '@theke/rules/explain';
import { answerWhy } from './explaining.ts';
import type { RadarInside } from './radar.ts';
import { deviceOf } from './visit.ts';

type VisitorLine = Line<VisitorAsks, VisitorTells>;

/** So long all open pages of a shop take to read rules that have changed: its server is not asked by all at once. */
const spreadMs = 5_000;
/** How often at most the server hears where the rules stand. */
const everyMs = 2_000;
/** A rule whose moment moved by less than this is where it was. */
const sameMs = 1_500;

/** So many are told, the highest; the protocol takes no more. */
const maxRules = 50;

/** The same but for time that has passed as expected. */
function isNews(before: RadarNews | undefined, now: RadarNews, passedMs: number): boolean {
  if (before?.rules.length !== now.rules.length) return true;
  return now.rules.some((rule, i) => {
    const was = before.rules[i]!;
    if (
      was.ruleId !== rule.ruleId ||
      was.state !== rule.state ||
      (was.inMs === undefined) !== (rule.inMs === undefined)
    )
      return true;
    return rule.inMs !== undefined && Math.abs(was.inMs! - passedMs - rule.inMs) > sameMs;
  });
}

/** Tells the list of visitors where the rules stand on this page, after changes alone: an idle or hidden page says nothing. */
function tellRadar(radar: RadarInside, line: VisitorLine): void {
  const { core, clock } = radar;
  const { window } = core;
  let before: RadarNews | undefined;
  let toldMs = 0;
  let waiting = false;

  function tell() {
    waiting = false;
    if (!radar.radarOn || line.state !== 'online' || window.document.hidden || core.ended.aborted) return;
    const now: RadarNews = {
      rules: ruleStates(radar.engine.inside(), radar.nowMs()).slice(0, maxRules),
      device: deviceOf(window),
      language: window.navigator.language,
      returning: radar.kept.before === true,
      explains: true,
    };
    if (!isNews(before, now, clock.elapsed() - toldMs)) return;
    before = now;
    toldMs = clock.elapsed();
    void line.ask('rules:tell', now);
  }
  const soon = () => {
    if (waiting) return;
    waiting = true;
    clock.after(everyMs, tell);
  };
  radar.taps.add((event) => {
    // Of a visitor's tabs the one that told last is asked why: the one in front.
    if (event.type === 'visible' && event.on) before = undefined;
    soon();
  });
  line.onState((state) => {
    if (state === 'online') before = undefined;
    soon();
  });
  soon();
}

/** Reads rules that have changed, at a moment of this page's own. */
function reread({ core, clock, engine, random, live }: RadarInside, line: VisitorLine): void {
  let takeBack = () => {};
  line.on('rules:changed', () => {
    takeBack();
    // Of a card that is up the rule may be off now: few pages, and they look at once.
    const afterMs = engine.inside().gates.showing ? 0 : random() * spreadMs;
    takeBack = clock.after(afterMs, () => live(true));
  });
  core.ended.addEventListener('abort', () => takeBack());
}

/** What a line adds once it is there: news of the rules, and telling where they stand. */
export function heed(radar: RadarInside, line: VisitorLine): void {
  reread(radar, line);
  tellRadar(radar, line);
  answerWhy(radar, line);
}
