import { Mine } from './Mine.tsx';
import { Others } from './Others.tsx';
import { Queue } from './Queue.tsx';
import { Visitors } from './Visitors.tsx';

/** Who waits, whom I talk to, who is there. */
export function WorkColumn() {
  return (
    <div class="work">
      <Queue />
      <Mine />
      <Others />
      <Visitors />
    </div>
  );
}
