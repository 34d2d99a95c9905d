import type { VisitorStore } from '../session/store.ts';
import type { VisitorLine } from '../session/visit.ts';

/** The visitor's stop, kept until the server has heard it: a page load in between must not begin anew. */
export function createStopping(store: VisitorStore, line: VisitorLine) {
  async function tell() {
    const answer = await line.ask('grants:withdraw', undefined);
    if (answer.ok) store.remove('stopped');
  }
  return {
    isStopped: (shareId: string) => shareId === store.read('stopped'),
    stop(shareId: string) {
      store.write('stopped', shareId);
      void tell();
    },
    again: () => void tell(),
  };
}
