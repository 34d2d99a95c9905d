import type { Rule } from '@theke/rules';
import { advise, type SaidAdvice, saidOf } from '@theke/rules/advise';
import { skillsThere } from '../auth/skillsThere.ts';
import type { Db } from '../powers.ts';

/** As much as somebody reads; what is wrong in a whole shop is wrong everywhere. */
const most = 100;

/** `path` from the body on. */
const adviceIn = (rule: Rule, skills: readonly string[] | undefined, before: string): SaidAdvice[] =>
  advise(rule, { skills }).map((one) => ({ ...saidOf(one), path: before + one.path }));

/** What seems wrong in a set of rules that was taken all the same. */
export async function adviceOnSet(db: Db, rules: readonly Rule[]): Promise<SaidAdvice[]> {
  const skills = await skillsThere(db);
  return rules.flatMap((rule, i) => adviceIn(rule, skills, `rules[${i}].`)).slice(0, most);
}

/** The same of one rule, which is the whole body. */
export const adviceOnRule = async (db: Db, rule: Rule): Promise<SaidAdvice[]> =>
  adviceIn(rule, await skillsThere(db), '').slice(0, most);
