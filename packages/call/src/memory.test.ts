import { memoryStore } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { openDevices } from './devices.ts';
import { callMemory } from './memory.ts';
import { FakeTrack, fakeStream } from './testing/fakes.ts';

const media = { microphone: true, camera: false, screen: false };

describe('the memory of a tab', () => {
  it('[CA27] gives the next page the running call, until it is forgotten', () => {
    const store = memoryStore();
    callMemory(store).write({ callId: 'call_1', joinToken: 'abc', media });
    expect(callMemory(store).read()).toEqual({ callId: 'call_1', joinToken: 'abc', media });
    callMemory(store).forget();
    expect(callMemory(store).read()).toBeNull();
  });

  it.each(['', '{', 'null', '7', '{"callId":"call_1"}', '{"callId":1,"joinToken":"a","media":{}}'])(
    '[CA27] forgets what it does not understand: %s',
    (text) => {
      const store = memoryStore();
      store.write('call', text);
      expect(callMemory(store).read()).toBeNull();
      expect(store.read('call')).toBeNull();
    },
  );
});

describe('real devices', () => {
  const asked: (MediaStreamConstraints | undefined)[] = [];
  const mediaDevices = (fail?: string) => ({
    async getUserMedia(constraints?: MediaStreamConstraints) {
      asked.push(constraints);
      if (fail && asked.length === 1) throw new DOMException('no', fail);
      return fakeStream([new FakeTrack('audio')]);
    },
    getDisplayMedia: async () => Promise.reject(new DOMException('no', 'NotAllowedError')),
  });

  it('[CA7] without https there are none, said by name', async () => {
    const devices = openDevices({ mediaDevices: undefined, side: 'visitor' });
    await expect(devices.openMedia({ audio: true, video: true })).rejects.toMatchObject({ name: 'SecurityError' });
    await expect(devices.openScreen()).resolves.toBeNull();
  });

  it('[CA3] opens exactly what is wanted', async () => {
    asked.length = 0;
    await openDevices({ mediaDevices: mediaDevices(), side: 'visitor' }).openMedia({ audio: true, video: false });
    expect(asked).toEqual([{ audio: { echoCancellation: true, noiseSuppression: true }, video: false }]);
  });

  it('[CA6] takes a camera that cannot do the wished size as it is', async () => {
    asked.length = 0;
    const devices = openDevices({ mediaDevices: mediaDevices('OverconstrainedError'), side: 'agent' });
    await devices.openMedia({ audio: false, video: true });
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual({ audio: false, video: true });
  });

  it('[CA13] whoever chooses no window shares none', async () => {
    await expect(openDevices({ mediaDevices: mediaDevices(), side: 'agent' }).openScreen()).resolves.toBeNull();
  });
});
