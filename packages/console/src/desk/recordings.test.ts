import type { Recording } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { startTestDesk } from '../testing/desk.ts';
import { createReadParts, type RecordedPart, readBase64 } from './recordings.ts';
import { signal } from './signals.ts';
import type { PlaybackPowers } from './viewDoor.ts';

const part = (n: number): RecordedPart => ({ n, atMs: n * 100, stream: 1, seq: n, base64: btoa(`part ${n}`) });
const recording = { recordingId: 'rec_1', conversationId: 'cnv_mara', shareId: 'shr_0' } as Recording;
const words = { title: 'Recorded', frame: 'Not shared' };

async function playing(pages: (RecordedPart[] | null)[]) {
  const asked: number[] = [];
  const closed: string[] = [];
  let given: PlaybackPowers | null = null;
  const test = await startTestDesk({
    async readParts(_id, from) {
      asked.push(from);
      return pages.shift() ?? (pages.length === 0 ? [] : null);
    },
    door: {
      playRecording(powers) {
        given = powers;
        const zero = signal(0);
        return {
          position: zero,
          duration: zero,
          playing: signal(false),
          size: signal(null),
          loaded: signal('loading'),
          speed: () => {},
          play: () => {},
          pause: () => {},
          seek: () => {},
          close: () => closed.push('closed'),
        };
      },
    },
  });
  test.desk.recordings.open(recording);
  const undo = test.desk.recordings.attach({} as HTMLElement, words);
  return { ...test, asked, closed, undo, powers: given as unknown as PlaybackPowers };
}
const all = async (parts: PlaybackPowers['parts']) => {
  const list: number[] = [];
  for await (const { chunk } of parts) list.push(chunk.seq);
  return list;
};

describe('a recording', () => {
  it('[VW165] is read piece by piece from where the last one ended, until there are no more', async () => {
    const { powers, asked, desk } = await playing([[part(0), part(1)], [part(2)], []]);
    const parts: { atMs: number; shareId: string; text: string }[] = [];
    for await (const { atMs, chunk } of powers.parts)
      parts.push({ atMs, shareId: chunk.shareId, text: new TextDecoder().decode(chunk.bytes) });
    expect(parts.map((one) => one.text)).toEqual(['part 0', 'part 1', 'part 2']);
    expect(parts[1]).toEqual({ atMs: 100, shareId: 'shr_0', text: 'part 1' });
    expect(asked).toEqual([0, 2, 3]);
    expect(desk.recordings.broken.value).toBe(false);
  });

  it('[VW165] what cannot be read is left out or told, and never read for ever', async () => {
    const odd = await playing([[part(0), { ...part(1), base64: '%' }, part(2)], []]);
    expect(await all(odd.powers.parts)).toEqual([0, 2]);
    const same = await playing([[part(5)], [part(5)], [part(5)]]);
    expect(await all(same.powers.parts)).toEqual([5, 5]);
    const lost = await playing([[part(0)], null as never, []]);
    await all(lost.powers.parts);
    expect(lost.desk.recordings.broken.value).toBe(true);
    expect(readBase64('%')).toBe(null);
  });

  it('[VW165] nothing more is fetched once it is closed', async () => {
    const { powers, asked, undo, closed, desk } = await playing([[part(0)], [part(1)], []]);
    const iterator = powers.parts[Symbol.asyncIterator]();
    await iterator.next();
    undo();
    expect((await iterator.next()).done).toBe(true);
    expect(asked).toEqual([0]);
    expect(closed).toEqual(['closed']);
    expect(desk.recordings.playback.value).toBe(null);
  });

  it('[VW165] its pieces come as lines over HTTP with the sign-in; a refusal is none', async () => {
    const urls: string[] = [];
    const answer = (text: string, status = 200) =>
      createReadParts('https://t.example', (async (url: string, init: RequestInit) => {
        urls.push(`${url} ${init.credentials}`);
        return new Response(text, { status });
      }) as typeof fetch);
    expect(await answer(`${JSON.stringify(part(3))}\n${JSON.stringify(part(4))}\n`)('rec/1', 3)).toEqual([
      part(3),
      part(4),
    ]);
    expect(urls).toEqual(['https://t.example/api/v1/recordings/rec%2F1/parts?from=3 include']);
    expect(await answer('', 403)('rec_1', 0)).toBe(null);
    expect(await answer('nonsense')('rec_1', 0)).toBe(null);
  });

  it('[VW165] the list of a conversation is asked for, and empty where the server has none', async () => {
    const { desk, server } = await startTestDesk();
    expect((await desk.recordings.list('cnv_jonas')).map((one) => one.recordingId)).toEqual(['rec_1']);
    server.line.refuseNext('recording:list', 'notOffered');
    expect(await desk.recordings.list('cnv_jonas')).toEqual([]);
  });
});
