import { fillUp, firstPicture, follow, followPointer, stopSharing } from './cobrowse/live.ts';
import { openControl } from './control.ts';
import { openScene, rest, skewMs } from './scene.ts';
import { median, quantile } from './stats.ts';
import type { Row } from './table.ts';

const size = 2_400;

/** Change, pointer and first picture from the visitor's page to the agent's view, on loopback. C1, C2 and C3. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { changes = 100, moves = 150, pictures = 10 } = knobs;
  const scene = await openScene('/en/product/raincoat-fjord');
  try {
    await fillUp(scene.visitor, size);
    const elements = await scene.visitor.evaluate(() => document.querySelectorAll('*').length);
    const pictureMs: number[] = [];
    for (let count = 0; count < pictures; count++) {
      if (count > 0) await stopSharing(scene);
      pictureMs.push(await firstPicture(scene, count));
    }
    await rest(1_000);
    const control = await openControl(scene, skewMs);
    const { made: changeMs, controlMs } = await control.beside(changes, 100, () => follow(scene, changes, 100));
    const stormMs = await follow(scene, changes, 17);
    const { made: pointer, controlMs: besidePointer } = await control.beside(moves, 25, () =>
      followPointer(scene, moves),
    );
    await control.close();
    return [
      {
        what: 'change → view, p50',
        value: quantile(changeMs, 0.5),
        unit: 'ms',
        bar: { name: 'C1', atMost: 25 },
        note: `${changeMs.length} of ${changes} changes seen, 10 a second`,
      },
      { what: 'change → view, p95', value: quantile(changeMs, 0.95), unit: 'ms', bar: { name: 'C1', atMost: 60 } },
      ...beside('change', changeMs, controlMs),
      {
        what: 'change → view at 60 a second, p50',
        value: quantile(stormMs, 0.5),
        unit: 'ms',
        note: `${stormMs.length} of ${changes} seen: the newest counts`,
      },
      { what: 'change → view at 60 a second, p95', value: quantile(stormMs, 0.95), unit: 'ms' },
      {
        what: 'pointer → view, p50',
        value: quantile(pointer, 0.5),
        unit: 'ms',
        note: `${pointer.length} of ${moves} places seen, moved 30 times a second`,
      },
      { what: 'pointer → view, p95', value: quantile(pointer, 0.95), unit: 'ms', bar: { name: 'C2', atMost: 40 } },
      ...beside('pointer', pointer, besidePointer),
      {
        what: 'yes → first picture, p50',
        value: median(pictureMs),
        unit: 'ms',
        bar: { name: 'C3', atMost: 600 },
        note: `${elements} elements, ${pictures} times`,
      },
      {
        what: 'yes → first picture, the first',
        value: pictureMs[0]!,
        unit: 'ms',
        note: 'co-browsing chunk not loaded yet',
      },
      { what: 'yes → first picture, the slowest', value: Math.max(...pictureMs), unit: 'ms' },
    ];
  } finally {
    await scene.close();
  }
}

/** The same minute's bare relay between two empty windows: what is left when it is taken away is ours. */
function beside(what: string, ours: readonly number[], control: readonly number[]): Row[] {
  return [0.5, 0.95].flatMap((q): Row[] => [
    { what: `  bare relay beside it, p${q * 100}`, value: quantile(control, q), unit: 'ms', note: 'two empty windows' },
    { what: `  ${what}, Theke ÷ bare, p${q * 100}`, value: quantile(ours, q) / quantile(control, q), unit: '×' },
  ]);
}
