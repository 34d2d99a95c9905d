import { systemClock } from '@theke/kit';
import type { Act, ActOutcome, ActWhy, TargetFacts } from '@theke/protocol';
import { createHands, type Hands } from '../share/act/index.ts';
import type { Surface } from '../share/surface.ts';

// Runs on the shop's page: an agent's hands and what came of them.

/** The page as it is shared, and what of it the agent has. */
export interface Sharing {
  surface: Surface;
  seen(): { stream: number; seq: number };
  /** Everything that has happened so far is on its way. */
  settle(): Promise<void>;
}

export interface Stage {
  surface: Surface;
  ready: Promise<void>;
  hands: Hands;
  grants: Record<string, boolean>;
  paused: boolean;
  shown: string[];
  acted: string[];
  told: string[];
  events: string[];
  seen(): { stream: number; seq: number };
  aim(act: Act, seen?: { stream: number; seq: number }): TargetFacts | { why: ActWhy };
  act(act: Act, seen?: { stream: number; seq: number }): Promise<ActOutcome>;
  node(where: string | Element): number;
  /** Looks and tries, as the server has it done; what the look says does not stop the try. */
  click(where: string | Element, rx?: number, ry?: number): Promise<ActOutcome>;
  key(where: string | Element, key: Extract<Act, { kind: 'key' }>['key']): Promise<ActOutcome>;
  /** Notes the events of these kinds that arrive at an element. */
  listen(where: string | Element, types: string[]): void;
}

declare global {
  var stage: Stage;
}

/** Also inside shadow trees and frames: steps parted by ` >> `. */
function find(where: string | Element): Element {
  if (typeof where !== 'string') return where;
  let root: ParentNode = document;
  let found: Element | null = null;
  for (const step of where.split(' >> ')) {
    found = root.querySelector(step);
    if (!found) throw new Error(`no ${step}`);
    root = (found as HTMLIFrameElement).contentDocument ?? found.shadowRoot ?? found;
  }
  return found!;
}

let acts = 0;
const made = (act: Act, seen: { stream: number; seq: number }) => {
  acts += 1;
  return { shareId: 's1', actId: `a${acts}`, act, seen };
};

/** Puts an agent's hands on this page, as `stage`. */
export function setStage({ surface, seen, settle }: Sharing): void {
  globalThis.stage = {
    surface,
    seen,
    ready: settle(),
    grants: { point: true, control: true, fill: false },
    paused: false,
    shown: [],
    acted: [],
    told: [],
    events: [],
    hands: createHands({
      shareId: 's1',
      surface,
      clock: systemClock(),
      granted: (capability) => stage.grants[capability] === true,
      paused: () => stage.paused,
      showInstead: (element, label) => stage.shown.push(label || element.localName),
      tellField: (news) => stage.told.push(news.kind === 'closed' ? `closed ${news.why}` : news.kind),
      onActed: (act, label) => stage.acted.push(`${act.kind} ${label}`),
      siteHosts: (url) => url.host === location.host || url.hostname === 'localhost',
    }),
    aim: (act, seen = stage.seen()) => stage.hands.aim(made(act, seen)),
    act: (act, seen = stage.seen()) => stage.hands.try(made(act, seen)),
    node: (where) => surface.idOf(find(where))!,
    async click(where, rx = 0.5, ry = 0.5) {
      await settle();
      const tried = made({ kind: 'click', node: stage.node(where), rx, ry }, stage.seen());
      stage.hands.aim(tried);
      return stage.hands.try(tried);
    },
    async key(where, key) {
      await settle();
      const tried = made({ kind: 'key', node: stage.node(where), key }, stage.seen());
      stage.hands.aim(tried);
      return stage.hands.try(tried);
    },
    listen(where, types) {
      const element = find(where);
      for (const type of types)
        element.addEventListener(type, (event) => {
          const { clientX = 0, clientY = 0, buttons = 0, detail = 0 } = event as MouseEvent;
          stage.events.push(`${type} ${Math.round(clientX)},${Math.round(clientY)} ${buttons} ${detail}`);
        });
    },
  };
}
