import type { Line } from '@theke/line';
import type {
  AgentAsks,
  AgentTells,
  Answer,
  ExperimentLine,
  RefusalCode,
  Time,
  UpliftPlan,
  UpliftReport,
} from '@theke/protocol';
import { batch, type ReadonlySignal, signal } from './signals.ts';

/** Something that is read from the server. `kept` is what was read last: it stays on the screen while it is read again, or when that fails. */
export type Reading<T> =
  | { phase: 'none' }
  | { phase: 'loading'; kept: T | null }
  | { phase: 'read'; value: T; atMs: Time }
  | { phase: 'failed'; code: RefusalCode; kept: T | null };

/** What of a reading can be shown, whatever became of the last try. */
export const keptOf = <T>(reading: Reading<T>): T | null =>
  reading.phase === 'read' ? reading.value : reading.phase === 'none' ? null : reading.kept;

/** What the uplift screen shows. `chosenId` null: the plan for a new experiment. */
export interface UpliftState {
  sites: readonly string[];
  siteId: string | null;
  lines: Reading<ExperimentLine[]>;
  chosenId: string | null;
  report: Reading<UpliftReport>;
  plan: Reading<UpliftPlan>;
}

export interface UpliftDesk {
  readonly state: ReadonlySignal<UpliftState>;
  /** Reads the sites and, for the one that is chosen, everything anew. `known`: sites the desk has seen already. */
  open(known?: readonly string[]): Promise<void>;
  chooseSite(siteId: string): Promise<void>;
  /** One experiment, or null for the plan. */
  choose(experimentId: string | null): Promise<void>;
  /** Reads all of it again; what is shown stays until the answer is there. */
  refresh(): Promise<void>;
  /** Forgets the line's states; the last thing that is called. */
  close(): void;
}

const nothing: UpliftState = {
  sites: [],
  siteId: null,
  lines: { phase: 'none' },
  chosenId: null,
  report: { phase: 'none' },
  plan: { phase: 'none' },
};

const again = <T>(before: Reading<T>): Reading<T> => ({ phase: 'loading', kept: keptOf(before) });

/** Newest first: what runs now is what one wants to read. */
const byStart = (a: ExperimentLine, b: ExperimentLine) => b.startedAt - a.startedAt;

/** Makes {@link UpliftDesk}. Reads only when asked, and once more when the line is back after a read it lost. */
export function createUpliftDesk(line: Line<AgentAsks, AgentTells>, now: () => number = Date.now): UpliftDesk {
  const state = signal<UpliftState>(nothing);
  // The plan was asked for by hand: then a refresh must not leave it.
  let planning = false;
  // An answer to an earlier choice must not be shown under a later one.
  let choice = 0;
  const set = (change: Partial<UpliftState>) => {
    state.value = { ...state.peek(), ...change };
  };

  const answered = <T>(answer: Answer<T>, before: Reading<T>): Reading<T> =>
    answer.ok
      ? { phase: 'read', value: answer.value, atMs: now() }
      : { phase: 'failed', code: answer.refusal.code, kept: keptOf(before) };

  async function readPlan(siteId: string, ruleId: string | undefined, mine: number) {
    set({ plan: again(state.peek().plan) });
    const answer = await line.ask('uplift:plan', ruleId ? { siteId, ruleId } : { siteId });
    if (mine === choice) set({ plan: answered(answer, state.peek().plan) });
  }

  async function readChosen(mine: number) {
    const { siteId, chosenId, lines } = state.peek();
    if (!siteId) return;
    const chosen = keptOf(lines)?.find((one) => one.experimentId === chosenId);
    const plan = readPlan(siteId, chosen?.layer === 'rule' ? chosen.ruleId : undefined, mine);
    if (chosenId) {
      set({ report: again(state.peek().report) });
      const answer = await line.ask('uplift:read', { siteId, experimentId: chosenId });
      if (mine === choice) set({ report: answered(answer, state.peek().report) });
    }
    await plan;
  }

  async function readAll(mine: number) {
    const { siteId } = state.peek();
    if (!siteId) return;
    set({ lines: again(state.peek().lines) });
    const answer = await line.ask('uplift:list', { siteId });
    if (mine !== choice) return;
    batch(() => {
      set({ lines: answered(answer, state.peek().lines) });
      const found = keptOf(state.peek().lines);
      if (!found) return;
      const sorted = [...found].sort(byStart);
      if (answer.ok) set({ lines: { phase: 'read', value: sorted, atMs: now() } });
      const { chosenId } = state.peek();
      // First look: the newest one. One that was chosen stays chosen as long as it is there.
      if (!planning && !sorted.some((one) => one.experimentId === chosenId))
        set({ chosenId: sorted[0]?.experimentId ?? null, report: { phase: 'none' } });
    });
    if (answer.ok) await readChosen(mine);
  }

  const lost = (reading: Reading<unknown>) =>
    reading.phase === 'failed' && (reading.code === 'offline' || reading.code === 'timeout');
  const stop = line.onState((phase) => {
    const { lines, report, plan } = state.peek();
    if (phase === 'online' && [lines, report, plan].some(lost)) void readAll(++choice);
  });

  return {
    state,
    async open(known = []) {
      const mine = ++choice;
      const answer = await line.ask('privacy:sites', undefined);
      if (mine !== choice) return;
      const told = answer.ok ? answer.value.map((site) => site.siteId) : [];
      const sites = [...new Set([...known, ...told, ...state.peek().sites])].sort();
      const siteId = state.peek().siteId ?? sites[0] ?? null;
      set({ sites, siteId });
      if (siteId) await readAll(mine);
      else set({ lines: answered<ExperimentLine[]>(answer.ok ? { ok: true, value: [] } : answer, { phase: 'none' }) });
    },
    async chooseSite(siteId) {
      const { sites } = state.peek();
      planning = false;
      state.value = { ...nothing, sites, siteId };
      await readAll(++choice);
    },
    async choose(experimentId) {
      planning = experimentId === null;
      set({ chosenId: experimentId, report: { phase: 'none' }, plan: { phase: 'none' } });
      await readChosen(++choice);
    },
    refresh: () => readAll(++choice),
    close: stop,
  };
}
