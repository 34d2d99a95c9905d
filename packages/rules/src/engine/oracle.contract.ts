import type { Leaf, Node, Rule } from '../rule/nodes.ts';
import type { RuleEvent } from './events.ts';

/** Written without the engine's parts, in the slowest and plainest way: look at everything at every step. */
type Three = 0 | 1 | 2;

/** Counters that grow by one step at a time, and facts in a plain object. */
export class PollingVisit {
  facts: Record<string, unknown> = {};
  visible = true;
  pageMs: number | undefined;
  idleMs = 0;
  begun = false;
  formMs: Record<string, number> = {};
  inForm: Record<string, boolean> = {};
  signalMs: Record<string, number> = {};

  pass(ms: number) {
    if (!this.visible || !this.begun) return;
    this.idleMs += ms;
    if (this.pageMs !== undefined) this.pageMs += ms;
    const inside = Object.keys(this.inForm).filter((form) => this.inForm[form]);
    for (const form of inside) this.formMs[form] = (this.formMs[form] ?? 0) + ms;
    if (inside.length > 0) this.formMs[''] = (this.formMs[''] ?? 0) + ms;
  }

  hear(event: RuleEvent, nowMs: number) {
    this.begun = true;
    if (event.type === 'fact') this.facts[event.name] = event.value ?? undefined;
    if (event.type === 'conversation') this.facts['conversation.open'] = event.open;
    if (event.type === 'signal') this.signalMs[event.name] = nowMs;
    if (event.type === 'input') this.idleMs = 0;
    if (event.type === 'form') this.inForm[event.form] = event.on;
    if (event.type === 'visible' && event.on !== this.visible) {
      this.visible = event.on;
      this.idleMs = 0;
    }
    if (event.type === 'page') {
      this.pageMs = 0;
      this.idleMs = 0;
      this.formMs = {};
      this.inForm = {};
      this.facts['page.type'] = event.page.type ?? '';
      this.facts['page.url'] = event.page.url;
    }
  }

  /** `agent` is what to take for server atoms. */
  value(node: Node, nowMs: number, agent: Three): Three {
    if (node.op === 'not') return (2 - this.value(node.of, nowMs, agent)) as Three;
    if (node.op === 'all') return Math.min(2, ...node.of.map((child) => this.value(child, nowMs, agent))) as Three;
    if (node.op === 'any') return Math.max(0, ...node.of.map((child) => this.value(child, nowMs, agent))) as Three;
    return node.op === 'agent' ? agent : this.leaf(node as Leaf, nowMs);
  }

  private leaf(leaf: Leaf, nowMs: number): Three {
    const three = (is: boolean): Three => (is ? 2 : 0);
    const a = this.facts.a;
    switch (leaf.op) {
      case 'custom':
        return leaf.name === 'aIsOdd' && a !== undefined ? three(Number(a) % 2 === 1) : 1;
      case 'page':
        return this.pageMs === undefined ? 1 : three(this.facts['page.type'] === leaf.type);
      case 'dwell':
        if (this.pageMs === undefined) return 1;
        return three((leaf.what === 'page' ? this.pageMs : (this.formMs[leaf.form ?? ''] ?? 0)) >= leaf.ms);
      case 'idle':
        return three(this.idleMs >= leaf.ms);
      case 'seen': {
        const at = this.signalMs[leaf.signal];
        return three(at !== undefined && nowMs - at < (leaf.withinMs ?? Number.POSITIVE_INFINITY));
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
  private quietMs = 0;
  asking: { id: string; sinceMs: number } | undefined;
  showing: string | undefined;

  constructor(
    private rules: Rule[],
    private visit: PollingVisit,
    private perVisit: number,
  ) {}

  look(nowMs: number) {
    for (const rule of this.rules) {
      const is = this.visit.value(rule.when, nowMs, 2) === 2;
      if (this.truth[rule.id] && !is) {
        this.armed[rule.id] = true;
        this.denials[rule.id] = 0;
      }
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
    for (const { id, mode, caps } of ranked) {
      const may = this.truth[id] && this.visit.visible && !talking && (this.armed[id] ?? true);
      if (!may || (this.shown[id] ?? 0) >= caps!.perVisit) continue;
      if (mode === 'shadow') {
        this.lines.push(`${nowMs} shadow ${id}`);
        this.count(id);
      } else if (!this.asking && !this.showing && this.total() < this.perVisit && nowMs >= this.quietMs) {
        if (nowMs < (this.retryMs[id] ?? 0)) continue;
        this.lines.push(`${nowMs} ask ${id}`);
        this.asking = { id, sinceMs: nowMs };
      }
    }
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
    } else {
      if (yes) this.lines.push(`${nowMs} drop ${id}`);
      this.deny(id, nowMs);
    }
  }

  settle(outcome: 'accepted' | 'dismissed' | 'expired', nowMs: number) {
    const rule = this.rules.find(({ id }) => id === this.showing)!;
    this.showing = undefined;
    if (outcome === 'dismissed') this.quietMs = Math.max(this.quietMs, nowMs + rule.cooldown!.afterDismissMs!);
    if (outcome === 'accepted') this.quietMs = nowMs + 86_400_000;
  }

  private total = () => Object.values(this.shown).reduce((sum, n) => sum + n, 0);

  private count(id: string) {
    this.shown[id] = (this.shown[id] ?? 0) + 1;
    this.armed[id] = false;
  }

  private deny(id: string, nowMs: number) {
    this.asking = undefined;
    this.retryMs[id] = nowMs + Math.min(300_000, 30_000 * 2 ** (this.denials[id] ?? 0));
    this.denials[id] = (this.denials[id] ?? 0) + 1;
  }
}
