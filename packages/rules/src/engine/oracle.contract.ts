import type { Leaf, Node, Rule, SignalAt } from '../rule/nodes.ts';
import type { RuleEvent } from './events.ts';

/** Written without the engine's parts, in the slowest and plainest way: look at everything at every step. */
type Three = 0 | 1 | 2;

type Given = { name: string; at: string | undefined; ms: number };

/** Counters that grow by one step at a time, facts in a plain object, and every signal there ever was. */
export class PollingVisit {
  facts: Record<string, unknown> = {};
  visible = true;
  siteMs = 0;
  pageMs: number | undefined;
  idleMs = 0;
  begun = false;
  placeMs: Record<string, number> = {};
  inPlace: Record<string, boolean> = {};
  given: Given[] = [];
  heldSince = new Map<Node, number>();

  pass(ms: number) {
    if (!this.visible || !this.begun) return;
    this.idleMs += ms;
    this.siteMs += ms;
    if (this.pageMs !== undefined) this.pageMs += ms;
    const inside = Object.keys(this.inPlace).filter((place) => this.inPlace[place]);
    const kinds = new Set(inside.map((place) => `${place.split(':')[0]}:`));
    for (const place of [...inside, ...kinds]) this.placeMs[place] = (this.placeMs[place] ?? 0) + ms;
  }

  hear(event: RuleEvent, nowMs: number) {
    this.begun = true;
    if (event.type === 'fact') this.facts[event.name] = event.value ?? undefined;
    if (event.type === 'conversation') this.facts['conversation.open'] = event.open;
    if (event.type === 'ordered') this.facts['visit.ordered'] = true;
    if (event.type === 'signal') this.given.push({ name: event.name, at: event.at, ms: nowMs });
    if (event.type === 'input') this.idleMs = 0;
    if (event.type === 'form') this.inPlace[`form:${event.form}`] = event.on;
    if (event.type === 'inside') this.inPlace[`${event.what}:${event.name}`] = event.on;
    if (event.type === 'visible' && event.on !== this.visible) {
      this.visible = event.on;
      this.idleMs = 0;
    }
    if (event.type === 'page') {
      this.pageMs = 0;
      this.idleMs = 0;
      this.placeMs = {};
      this.inPlace = {};
      this.facts['page.type'] = event.page.type ?? '';
      this.facts['page.url'] = event.page.url;
    }
  }

  /** `agent` is what to take for server atoms. */
  value(node: Node, nowMs: number, agent: Three): Three {
    if (node.op === 'not') return (2 - this.value(node.of, nowMs, agent)) as Three;
    if (node.op === 'all') return Math.min(2, ...node.of.map((child) => this.value(child, nowMs, agent))) as Three;
    if (node.op === 'any') return Math.max(0, ...node.of.map((child) => this.value(child, nowMs, agent))) as Three;
    if (node.op === 'held') {
      const inside = this.value(node.of, nowMs, agent);
      if (inside !== 2) this.heldSince.delete(node);
      else if (!this.heldSince.has(node)) this.heldSince.set(node, nowMs);
      return inside === 2 && nowMs - this.heldSince.get(node)! < node.ms ? 0 : inside;
    }
    return node.op === 'agent' ? agent : this.leaf(node as Leaf, nowMs);
  }

  private fits = (one: Given, to: SignalAt) => one.name === to.signal && (to.at === undefined || to.at === one.at);

  private leaf(leaf: Leaf, nowMs: number): Three {
    const three = (is: boolean): Three => (is ? 2 : 0);
    const a = this.facts.a;
    switch (leaf.op) {
      case 'custom':
        return leaf.name === 'aIsOdd' && a !== undefined ? three(Number(a) % 2 === 1) : 1;
      case 'page':
        return this.pageMs === undefined ? 1 : three(this.facts['page.type'] === leaf.type);
      case 'dwell': {
        if (leaf.what === 'site') return three(this.siteMs >= leaf.ms);
        if (this.pageMs === undefined) return 1;
        const place = `${leaf.what}:${leaf.form ?? leaf.name ?? ''}`;
        return three((leaf.what === 'page' ? this.pageMs : (this.placeMs[place] ?? 0)) >= leaf.ms);
      }
      case 'idle':
        return three(this.idleMs >= leaf.ms);
      case 'seen':
      case 'count': {
        const times = this.given.filter(
          (one) => this.fits(one, leaf) && nowMs - one.ms < (leaf.withinMs ?? Number.POSITIVE_INFINITY),
        );
        return three(times.length >= (leaf.op === 'count' ? leaf.n : 1));
      }
      case 'since': {
        const last = this.given.findLast((one) => this.fits(one, leaf));
        return three(last !== undefined && nowMs - last.ms >= leaf.ms);
      }
      case 'seq': {
        // Backwards from where the last was given last, each time the latest that still comes before.
        let i = this.given.length;
        let endMs: number | undefined;
        for (const step of [...leaf.of].reverse()) {
          do i -= 1;
          while (i >= 0 && !this.fits(this.given[i]!, step));
          if (i < 0) return 0;
          endMs ??= this.given[i]!.ms;
        }
        return three(endMs! - this.given[i]!.ms <= (leaf.withinMs ?? Number.POSITIVE_INFINITY));
      }
      case 'agent':
        return 1;
      default:
        break;
    }
    const have = this.facts[leaf.fact];
    if (have === undefined) return 1;
    if (leaf.op === 'eq') return three(have === leaf.value);
    if (leaf.op === 'ne') return three(have !== leaf.value);
    if (leaf.op === 'in') return three((leaf.value as unknown[]).includes(have));
    if (typeof have !== typeof leaf.value) return 1;
    if (leaf.op === 'match') {
      const pattern = String(leaf.value).replaceAll('*', '.*').replaceAll('?', '.');
      return three(new RegExp(`^${pattern}$`).test(String(have)));
    }
    const [x, y] = [have as number, leaf.value as number];
    return three({ gt: x > y, gte: x >= y, lt: x < y, lte: x <= y }[leaf.op]);
  }
}

/** The whole policy between a true rule and a card, looked at afresh at every step. Answers lines like "1200 ask r0". */
export class PollingPolicy {
  lines: string[] = [];
  private truth: Record<string, boolean> = {};
  private armed: Record<string, boolean> = {};
  private denials: Record<string, number> = {};
  private retryMs: Record<string, number> = {};
  private shown: Record<string, number> = {};
  private sinceMs: Record<string, number> = {};
  private onPage: Record<string, number> = {};
  private quietMs = 0;
  private chatMs = Number.NEGATIVE_INFINITY;
  private orderMs = Number.NEGATIVE_INFINITY;
  private locks: { level: number; untilMs: number }[] = [];
  private elsewhere = false;
  asking: { id: string; sinceMs: number } | undefined;
  showing: string | undefined;

  constructor(
    private rules: Rule[],
    private visit: PollingVisit,
    private perVisit: number,
  ) {}

  hear(event: RuleEvent, talked: boolean, nowMs: number) {
    if (event.type === 'page') this.onPage = {};
    if (event.type === 'ordered') this.orderMs = nowMs;
    if (event.type === 'elsewhere') this.elsewhere = event.showing;
    if (talked !== (this.visit.facts['conversation.open'] === true)) this.chatMs = nowMs;
  }

  look(nowMs: number) {
    for (const rule of this.rules) {
      const is = this.visit.value(rule.when, nowMs, 2) === 2;
      if (this.truth[rule.id] && !is) {
        this.armed[rule.id] = true;
        this.denials[rule.id] = 0;
      }
      if (!this.truth[rule.id] && is) this.sinceMs[rule.id] = nowMs;
      this.truth[rule.id] = is;
    }
  }

  decide(nowMs: number) {
    if (this.asking && nowMs >= this.asking.sinceMs + 30_000) this.deny(this.asking.id, nowMs);
    const talking = this.visit.facts['conversation.open'] === true;
    if (talking && this.showing) {
      this.lines.push(`${nowMs} drop ${this.showing}`);
      this.showing = undefined;
    }
    const ranked = [...this.rules].sort((a, b) => b.priority! - a.priority! || (a.id < b.id ? -1 : 1));
    for (const rule of ranked) {
      const { id, mode, caps } = rule;
      const may = this.truth[id] && this.visit.visible && !talking && (this.armed[id] ?? true);
      if (!may || (this.shown[id] ?? 0) >= caps!.perVisit!) continue;
      if (caps!.perPage !== undefined && (this.onPage[id] ?? 0) >= caps!.perPage) continue;
      if (rule.settleMs && nowMs < this.sinceMs[id]! + rule.settleMs) continue;
      if (mode === 'shadow') {
        this.lines.push(`${nowMs} shadow ${id}`);
        this.count(id);
      } else if (!this.asking && !this.showing && !this.elsewhere && this.total() < this.perVisit) {
        if (nowMs < Math.max(this.quietMs, this.ownQuietMs(rule), this.retryMs[id] ?? 0)) continue;
        const level = rule.funnel?.level ?? -1;
        if (this.locks.some((lock) => lock.level > level && nowMs < lock.untilMs)) continue;
        this.lines.push(`${nowMs} ask ${id}`);
        this.asking = { id, sinceMs: nowMs };
      }
    }
  }

  private ownQuietMs({ cooldown }: Rule) {
    return Math.max(this.chatMs + (cooldown?.afterChatMs ?? 0), this.orderMs + (cooldown?.afterOrderMs ?? 0));
  }

  answer(yes: boolean, nowMs: number) {
    const { id } = this.asking!;
    const talking = this.visit.facts['conversation.open'] === true;
    if (yes && this.truth[id] && !talking) {
      this.lines.push(`${nowMs} show ${id}`);
      this.asking = undefined;
      this.showing = id;
      this.denials[id] = 0;
      this.count(id);
      const { funnel } = this.rules.find((rule) => rule.id === id)!;
      if (funnel) this.locks.push({ level: funnel.level, untilMs: nowMs + funnel.lockMs });
    } else {
      if (yes) this.lines.push(`${nowMs} drop ${id}`);
      this.deny(id, nowMs);
    }
  }

  settle(outcome: 'accepted' | 'dismissed' | 'expired', nowMs: number) {
    const rule = this.rules.find(({ id }) => id === this.showing)!;
    this.showing = undefined;
    const { afterDismissMs, afterIgnoreMs, afterChatMs } = rule.cooldown ?? {};
    if (outcome === 'dismissed') this.quietMs = Math.max(this.quietMs, nowMs + (afterDismissMs ?? 86_400_000));
    if (outcome === 'expired') this.quietMs = Math.max(this.quietMs, nowMs + (afterIgnoreMs ?? 0));
    if (outcome === 'accepted') this.quietMs = Math.max(this.quietMs, nowMs + (afterChatMs ?? 86_400_000));
  }

  private total = () => Object.values(this.shown).reduce((sum, n) => sum + n, 0);

  private count(id: string) {
    this.shown[id] = (this.shown[id] ?? 0) + 1;
    this.onPage[id] = (this.onPage[id] ?? 0) + 1;
    this.armed[id] = false;
  }

  private deny(id: string, nowMs: number) {
    this.asking = undefined;
    this.retryMs[id] = nowMs + Math.min(300_000, 30_000 * 2 ** (this.denials[id] ?? 0));
    this.denials[id] = (this.denials[id] ?? 0) + 1;
  }
}
