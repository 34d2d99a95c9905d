import { expect, it } from 'vitest';
import { openStage } from './testing/stage.ts';

it('[SE265] among more ids of one name than are read, one card keeps the new ids that ask after it waiting', async () => {
  for (const crowd of [30, 130]) {
    const stage = await openStage({ after: 'never' });
    stage.free[0]!.room = 500;
    for (let n = 0; n < crowd; n += 1) await stage.hello(`a${String(n).padStart(3, '0')}`);
    const shown: boolean[] = [];
    for (let n = 0; n < 4; n += 1) {
      await stage.hello(`z${n}`);
      shown.push((await stage.ask(`z${n}`)).show);
      await stage.advance(1_000);
    }
    expect(shown, `${crowd} ids`).toEqual([true, false, false, false]);
    await stage.close();
  }
});
