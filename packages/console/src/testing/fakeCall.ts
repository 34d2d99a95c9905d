import { signal } from '@preact/signals-core';
import type { CallPowers, CallSession, CallState } from '@theke/call';
import type { CallMedia } from '@theke/protocol';

/** A call with nobody in it: its signals are set by the test, its acts are remembered. */
export interface FakeCall {
  create: (powers: CallPowers) => CallSession;
  state: ReturnType<typeof signal<CallState>>;
  media: ReturnType<typeof signal<CallMedia>>;
  peerMedia: ReturnType<typeof signal<CallMedia>>;
  trouble: ReturnType<typeof signal<'denied' | 'missing' | 'busy' | 'insecure' | null>>;
  remote: ReturnType<typeof signal<MediaStream | null>>;
  acts: string[];
  powers: CallPowers | null;
}

/** Makes a {@link FakeCall}. */
export function createFakeCall(): FakeCall {
  const fake: FakeCall = {
    state: signal<CallState>({ phase: 'idle' }),
    media: signal<CallMedia>({ microphone: true, camera: false, screen: false }),
    peerMedia: signal<CallMedia>({ microphone: true, camera: false, screen: false }),
    trouble: signal<'denied' | 'missing' | 'busy' | 'insecure' | null>(null),
    remote: signal<MediaStream | null>(null),
    acts: [],
    powers: null,
    create(powers) {
      fake.powers = powers;
      fake.state.value = { phase: 'idle' };
      const act = (name: string) => () => void fake.acts.push(name);
      return {
        state: fake.state as CallSession['state'],
        localStream: signal(null),
        remoteStream: fake.remote as CallSession['remoteStream'],
        remoteScreen: signal(null),
        media: fake.media as CallSession['media'],
        peerMedia: fake.peerMedia as CallSession['peerMedia'],
        wanted: fake.media as CallSession['media'],
        mediaTrouble: fake.trouble as CallSession['mediaTrouble'],
        quality: signal(null),
        ring({ direction, peer }) {
          fake.acts.push('ring');
          fake.state.value = { phase: 'ringing', direction, peer, sinceMs: powers.clock.now() };
        },
        accept: async () => void fake.acts.push('accept'),
        resume: async ({ peer }) => {
          fake.acts.push('resume');
          fake.state.value = { phase: 'preparing', peer };
        },
        joined: act('joined'),
        receive: act('receive'),
        peerMediaTold(media) {
          fake.peerMedia.value = media;
        },
        setMicrophone: async (on) => {
          fake.media.value = { ...fake.media.value!, microphone: on };
        },
        setCamera: async (on) => {
          fake.media.value = { ...fake.media.value!, camera: on };
        },
        shareScreen: act('screen'),
        end(why) {
          fake.acts.push(`end:${why}`);
          fake.state.value = { phase: 'ended', why };
        },
        signallingUp: act('up'),
        networkChanged: act('network'),
        away: act('away'),
        leave: act('leave'),
      };
    },
  };
  return fake;
}
