import type { Advice } from '@theke/rules/advise';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useView } from '../use.ts';
import { adviceOf, isAlike } from './advice.ts';
import type { Draft } from './draft.ts';
import { readPath, valueAt } from './path.ts';

// As long as one looks up after a word: half a name is no mistake yet.
const restMs = 800;

export interface Advised {
  /** What is told at its place. Gone as soon as it is mended, new only after a rest. */
  shown: readonly Advice[];
  /** How many there were at the last rest: what is said aloud does not change while one types. */
  count: number;
}

const wordsAt = (draft: Draft, { path }: Advice) => JSON.stringify(valueAt(draft.value, readPath(path)));

/** What seems wrong with a draft. While it cannot be read, what was told before stays where nothing has changed, so that nothing moves. */
export function useAdvice(draft: Draft, skills: readonly string[] | null): Advised {
  const { text, fault } = draft;
  const found = useMemo(() => adviceOf(draft, skills), [text, skills]);
  const [rested, setRested] = useState(found);
  const last = useRef<readonly { one: Advice; words: string }[]>([]);
  const isWrong = fault !== null;
  useEffect(() => {
    if (isWrong) return;
    const timer = setTimeout(() => setRested(found), restMs);
    return () => clearTimeout(timer);
  }, [found, isWrong]);
  const count = rested.length;
  if (isWrong)
    return {
      shown: last.current.filter(({ one, words }) => wordsAt(draft, one) === words).map(({ one }) => one),
      count,
    };
  const shown = found.filter((one) => rested.some((other) => isAlike(one, other)));
  last.current = shown.map((one) => ({ one, words: wordsAt(draft, one) }));
  return { shown, count };
}

/** Every skill somebody has; null until it is known. */
export function useSkills(): readonly string[] | null {
  const { desk } = useView();
  const [skills, setSkills] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let gone = false;
    void desk.rules.skills().then((found) => gone || setSkills(found));
    return () => {
      gone = true;
    };
  }, [desk]);
  return skills;
}
