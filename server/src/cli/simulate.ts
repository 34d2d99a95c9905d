import { compare, playJourney, type SimulateOptions, simulate, whyNot } from '@theke/rules/simulate';
import { bucket } from '@theke/uplift';
import { type Flags, type Outcome, UsageMistake } from './command.ts';
import { sayAllAdvice } from './simulateAdvice.ts';
import { loadAgents, loadJourneys, type NamedJourney } from './simulateJourneys.ts';
import { type Diff, type Run, sayDiffs, sayRuns } from './simulatePrint.ts';
import { loadRules, type RulesReading } from './simulateRules.ts';

/** Something in a file, with its place: how the command is typed would be no help. */
export class FileMistake extends Error {}

type Rules = Extract<RulesReading, { ok: true }>;

const usage =
  'simulate RULES JOURNEY … [--diff OTHER-RULES] [--agents FILE] [--time-zone ZONE] [--starts-at TIME] [--per-visit N] [--why] [--fail-on-diff]';

const help = `npm run theke -- ${usage} [--json]

Plays recorded journeys through the real rules engine, by a clock of its own, and tells who would be invited when.
Opens no database and asks no server.

  RULES             .ts, .js, .mjs (any exported rule or list of rules; an export "predicates" for the page's own,
                    "vocabulary" for the shop's own facts and signals) or .json
  JOURNEY …         files as Theke('radar.record') writes them (.jsonl), or folders of such files
  --diff OTHER      tells which visitors gain or lose an invitation when RULES takes the place of OTHER
  --fail-on-diff    with --diff: exit code 1 when somebody gains or loses one
  --agents FILE     who is there: [{ "skill": "sales", "from": "0s", "to": "10m", "places": 2 }]; left out: always everybody
  --time-zone ZONE  the shop's time zone for opening hours, default Europe/Berlin
  --starts-at TIME  when every journey begins, default 2026-01-06T09:00:00Z, a Tuesday
  --per-visit N     invitations in one visit by all rules together, default 1
  --why             tells of each rule that invited nobody what it was waiting for at the end

What seems misspelt or can never hold in RULES is told on stderr with its place, and plays along all the same.
Hold-outs follow the file's name, so a visitor is always in the same arm.
Exit codes: 0 done, 1 --fail-on-diff found a difference, 2 something cannot be read.`;

/** Without a timeline somebody of every skill is there. */
async function need(file: string, { agents }: SimulateOptions): Promise<Rules> {
  const skills = Array.isArray(agents) ? [...new Set(agents.map((one) => one.skill))] : undefined;
  const reading = await loadRules(file, { skills });
  if (!reading.ok) throw new FileMistake(reading.mistakes.join('\n'));
  return reading;
}

async function readOptions(flags: Flags): Promise<SimulateOptions> {
  const timeZone = flags.one('time-zone');
  try {
    if (timeZone) new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new UsageMistake(`There is no time zone ${timeZone}; write it like Europe/Berlin.`);
  }
  const startsAt = flags.one('starts-at');
  const startsAtMs = startsAt === undefined ? undefined : Date.parse(startsAt);
  if (Number.isNaN(startsAtMs)) throw new UsageMistake('--starts-at must be a time like 2026-01-06T09:00:00Z.');
  const perVisit = flags.one('per-visit') === undefined ? undefined : Number(flags.one('per-visit'));
  if (perVisit !== undefined && !(Number.isInteger(perVisit) && perVisit >= 0))
    throw new UsageMistake('--per-visit must be a whole number.');
  const file = flags.one('agents');
  const agents = file ? await loadAgents(file) : undefined;
  if (typeof agents === 'string') throw new FileMistake(agents);
  return { timeZone, startsAtMs, perVisit, agents, assign: bucket };
}

/** `whole`: with what each silent rule was waiting for, which takes longer than finding out that it was silent. */
function play(
  { rules, predicates }: Rules,
  { file, unit, journey, skipped }: NamedJourney,
  given: SimulateOptions,
  whole: boolean,
): Run {
  const options = { ...given, predicates, unit };
  const about = { file, endMs: journey.endMs, skipped };
  if (!whole) return { ...about, decisions: simulate(rules, journey, options), silent: [] };
  const { decisions, explain } = playJourney(rules, journey, options);
  const heard = new Set(decisions.map((one) => one.ruleId));
  const silent = rules
    .filter((rule) => !heard.has(rule.id))
    .map(({ id }) => ({ ruleId: id, why: whyNot(explain(id)!) }));
  return { ...about, decisions, silent };
}

/** Why a rule that invited before does not in the other run. */
function whyLost(ruleId: string, run: Run): string {
  const said = run.decisions.find((one) => one.ruleId === ruleId);
  if (said) return `${ruleId}: ${said.decision} (${said.why})`;
  const silent = run.silent.find((one) => one.ruleId === ruleId);
  return silent ? `${ruleId}: ${silent.why}` : `${ruleId} is not there any more`;
}

async function run(words: readonly string[], flags: Flags, has: (flag: string) => boolean): Promise<Outcome> {
  const [file, ...paths] = words;
  if (!file) throw new UsageMistake('The rules are missing.');
  if (paths.length === 0) throw new UsageMistake('The journeys are missing.');
  const options = await readOptions(flags);
  const against = flags.one('diff');
  const rules = await need(file, options);
  const other = against === undefined ? undefined : await need(against, options);
  const reading = await loadJourneys(paths);
  if (!reading.ok) throw new FileMistake(reading.mistakes.join('\n'));
  const { journeys } = reading;
  if (journeys.length === 0) throw new FileMistake('There is no journey in these folders.');

  const runs = journeys.map((one) => play(rules, one, options, has('why')));
  const { advice } = rules;
  const warn = sayAllAdvice(advice);
  if (!other || against === undefined)
    return { say: sayRuns(runs, has('why')), value: { rules: file, advice, journeys: runs }, warn };

  const diffs: Diff[] = journeys.flatMap((one, i) => {
    const change = compare(play(other, one, options, false).decisions, runs[i]!.decisions);
    if (!change) return [];
    return [
      {
        file: one.file,
        change,
        ...(change.kind === 'lost' ? { why: whyLost(change.before[0]!.ruleId, play(rules, one, options, true)) } : {}),
      },
    ];
  });
  const counted = (kind: string) => diffs.filter((one) => one.change.kind === kind).length;
  return {
    say: sayDiffs(diffs, { rules: file, against }, journeys.length),
    warn,
    value: {
      rules: file,
      advice,
      against,
      gained: counted('gained'),
      lost: counted('lost'),
      changed: counted('changed'),
      same: journeys.length - diffs.length,
      visitors: diffs.map(({ file: journey, change, why }) => ({ journey, ...change, ...(why ? { why } : {}) })),
    },
    bad: has('fail-on-diff') && diffs.length > 0,
  };
}

/** `npm run theke -- simulate`: needs no store, so it is not among the commands that get one. */
export const simulateCommand = {
  usage,
  does: 'Plays recorded journeys through rules and tells who would be invited when; with --diff, who gains or loses. No database.',
  help,
  run,
};
