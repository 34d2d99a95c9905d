/** One event of Chromium's trace. Times in microseconds. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: {
    name?: string;
    data?: { url?: string; scriptName?: string; fileName?: string; stackTrace?: { url?: string }[] };
  };
}

export const traceCategories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'toplevel',
  'v8',
  'v8.execute',
  'disabled-by-default-v8.compile',
];

/** What the page's main thread did between two moments. Milliseconds of processor time where the trace has it. */
export interface MainThread {
  /** All work. */
  totalMs: number;
  /** Work of scripts whose address fits, with everything they called. */
  oursMs: number;
  /** The longest single task that holds any of ours. */
  longestOursMs: number;
  longestMs: number;
  /** Times one of our scripts was woken. */
  oursWoken: number;
}

const task = /^(?:RunTask|ThreadControllerImpl::RunTask)$/;
const work =
  /^(?:EvaluateScript|FunctionCall|v8\.compile|v8\.compileModule|v8\.evaluateModule|v8\.run|TimerFire|FireAnimationFrame|FireIdleCallback)$/;
const usMs = 1_000;

/** Reads a trace; `ours` tells by a script's address. `fromMs` and `toMs` count from the first event. */
export function readTrace(trace: Buffer, ours: (url: string) => boolean, fromMs: number, toMs: number): MainThread {
  const { traceEvents: all } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const timed = all.filter((event) => event.ts > 0);
  const beginUs = timed.reduce((least, event) => Math.min(least, event.ts), Number.POSITIVE_INFINITY);
  const names = all.filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain');
  const threads = new Map(names.map((event) => [`${event.pid}:${event.tid}`, [] as TraceEvent[]]));
  for (const event of timed) {
    const atMs = (event.ts - beginUs) / usMs;
    if (event.ph === 'X' && atMs >= fromMs && atMs < toMs) threads.get(`${event.pid}:${event.tid}`)?.push(event);
  }
  const sum = (events: TraceEvent[]) => events.reduce((total, event) => total + length(event), 0);
  const tasksOf = (events: TraceEvent[]) => outermost(events.filter((event) => task.test(event.name)));
  // Of several renderers the page's is the one that worked.
  const page = [...threads.values()].sort((a, b) => sum(tasksOf(b)) - sum(tasksOf(a)))[0] ?? [];
  const tasks = tasksOf(page);
  const mine = outermost(page.filter((event) => work.test(event.name) && addresses(event).some(ours)));
  const holding = tasks.filter((one) => mine.some((inner) => inside(inner, one)));
  const longest = (events: TraceEvent[]) => events.reduce((most, event) => Math.max(most, length(event)), 0) / usMs;
  return {
    totalMs: sum(tasks) / usMs,
    oursMs: sum(mine) / usMs,
    longestOursMs: longest(holding),
    longestMs: longest(tasks),
    oursWoken: holding.length,
  };
}

/** Processor time when known: on a busy machine the time that passes is other programs' as well. */
const length = (event: TraceEvent) => event.tdur ?? event.dur ?? 0;
const inside = (inner: TraceEvent, outer: TraceEvent) =>
  inner.ts >= outer.ts && inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);

function addresses({ args }: TraceEvent): string[] {
  const { url, scriptName, fileName, stackTrace } = args?.data ?? {};
  return [url, scriptName, fileName, stackTrace?.[0]?.url].filter((one) => typeof one === 'string');
}

/** Without those that lie within another one of the list: nobody is counted twice. */
function outermost(events: TraceEvent[]): TraceEvent[] {
  const kept: TraceEvent[] = [];
  for (const event of [...events].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    const last = kept.at(-1);
    if (!last || !inside(event, last)) kept.push(event);
  }
  return kept;
}
