import { type FakeClock, fakeClock, type KeyStore, memoryStore } from '@theke/kit';
import type { AgentWelcome, Me } from '@theke/protocol';
import { createDesk } from '../desk/createDesk.ts';
import type { Desk } from '../desk/desk.ts';
import type { ReadParts } from '../desk/recordings.ts';
import { type Signal, signal } from '../desk/signals.ts';
import type { ViewDoor } from '../desk/viewDoor.ts';
import { createFakeCall, type FakeCall } from './fakeCall.ts';
import { createFakeServer, type FakeServer } from './fakeServer.ts';
import { anna, busyPresent } from './fixtures.ts';

export interface TestDesk {
  desk: Desk;
  server: FakeServer;
  clock: FakeClock;
  store: KeyStore;
  tabStore: KeyStore;
  attentive: Signal<boolean>;
  call: FakeCall;
  sounds: string[];
  revoked: string[];
  /** Lets every answer that is due arrive. */
  settle(): Promise<void>;
}

const noDoor = () => {
  throw new Error('no view in this test');
};

/** A desk over a server that is not there, with a clock that stands still. */
export async function startTestDesk(
  options: {
    present?: AgentWelcome;
    store?: KeyStore;
    tabStore?: KeyStore;
    door?: Partial<ViewDoor>;
    readParts?: ReadParts;
    me?: Me;
    prepare?: (server: FakeServer) => void;
  } = {},
): Promise<TestDesk> {
  const clock = fakeClock();
  const server = createFakeServer(options.present ?? busyPresent(clock.now()), () => clock.now());
  options.prepare?.(server);
  const store = options.store ?? memoryStore();
  const tabStore = options.tabStore ?? memoryStore();
  const attentive = signal(true);
  const call = createFakeCall();
  const sounds: string[] = [];
  const revoked: string[] = [];
  const desk = createDesk({
    me: options.me ?? anna,
    line: server.line,
    openLive: () => server.live,
    startView: noDoor,
    createReach: noDoor,
    playRecording: noDoor,
    readParts: options.readParts ?? (async () => []),
    ...options.door,
    assetUrl: () => null,
    createCall: call.create,
    devices: { openMedia: () => Promise.reject(new Error('none')), openScreen: async () => null },
    store,
    tabStore,
    clock,
    language: () => 'en',
    attentive,
    sound: (kind) => sounds.push(kind),
    revoked: (why) => revoked.push(why),
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  await settle();
  return { desk, server, clock, store, tabStore, attentive, call, sounds, revoked, settle };
}
