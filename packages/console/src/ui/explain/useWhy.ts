import { useEffect, useState } from 'preact/hooks';
import { watchSight } from '../../desk/sight.ts';
import type { Why } from '../../desk/why.ts';
import { useView } from '../use.ts';

const nothing: Why = { told: null, refusal: null };

/** Why a rule does or does not invite a visitor, asked for as long as this is on the screen and in sight. */
export function useWhy(visitorId: string, ruleId: string): Why {
  const { desk } = useView();
  const [why, setWhy] = useState(nothing);
  useEffect(() => {
    setWhy(nothing);
    const sight = watchSight(document);
    const watch = desk.why.watch({ visitorId, ruleId }, sight.visible);
    const undo = watch.state.subscribe(setWhy);
    return () => {
      undo();
      watch.close();
      sight.stop();
    };
  }, [desk, visitorId, ruleId]);
  return why;
}
