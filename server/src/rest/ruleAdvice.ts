import type { Rule } from '@theke/rules';
import { type Advice, advise, sayAdvice } from '@theke/rules/advise';
import { skillsThere } from '../auth/skillsThere.ts';
import type { Db } from '../powers.ts';

/** As much as somebody reads; what is wrong in a whole shop is wrong everywhere. */
const most = 100;

/** One thing that seems wrong in rules: `path` from the body on, `say` one English sentence. */
export interface BodyAdvice extends Pick<Advice, 'path' | 'instead'> {
  code: Advice['say']['code'];
  say: string;
}

const adviceIn = (rule: Rule, skills: readonly string[] | undefined, before: string): BodyAdvice[] =>
  advise(rule, { skills }).map(({ path, say, instead }) => ({
    path: before + path,
    code: say.code,
    say: sayAdvice({ say, instead }),
    ...(instead === undefined ? {} : { instead }),
  }));

/** What seems wrong in a set of rules that was taken all the same. */
export async function adviceOnSet(db: Db, rules: readonly Rule[]): Promise<BodyAdvice[]> {
  const skills = await skillsThere(db);
  return rules.flatMap((rule, i) => adviceIn(rule, skills, `rules[${i}].`)).slice(0, most);
}

/** The same of one rule, which is the whole body. */
export const adviceOnRule = async (db: Db, rule: Rule): Promise<BodyAdvice[]> =>
  adviceIn(rule, await skillsThere(db), '').slice(0, most);
