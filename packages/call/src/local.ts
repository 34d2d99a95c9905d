import { batch, type ReadonlySignal, signal } from '@preact/signals-core';
import { createCleanup } from '@theke/kit';
import type { CallMedia } from '@theke/protocol';
import { type MediaTrouble, readTrouble } from './devices.ts';
import { noTracks, type Slot, type Tracks } from './lines.ts';

export interface LocalPowers {
  openMedia(want: { audio: boolean; video: boolean }): Promise<MediaStream>;
  makeStream(tracks: MediaStreamTrack[]): MediaStream;
  /** What is on the lines, or what it means, has changed. */
  changed(): void;
}

/** This side's microphone, camera and screen. A device that cannot be had is a `trouble`, never a failure of the call. */
export interface LocalMedia {
  /** One's own picture and sound. For the preview; play it muted. */
  stream: ReadonlySignal<MediaStream | null>;
  media: ReadonlySignal<CallMedia>;
  trouble: ReadonlySignal<MediaTrouble | null>;
  /** What the person switched on, whether or not it could be had. */
  wanted: ReadonlySignal<CallMedia>;
  /** What belongs on the lines now. */
  tracks(): Tracks;
  /** Asks for what is wanted and not there yet. Resolves when the browser's question is answered. */
  open(want: { microphone: boolean; camera: boolean }): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  shareScreen(stream: MediaStream | null): void;
  /** Takes the camera off the line without closing it: the line is weak, and it will be back. */
  pauseCamera(paused: boolean): void;
  close(): void;
}

const nothingSent: CallMedia = { microphone: false, camera: false, screen: false };

/** Makes {@link LocalMedia}; opens nothing until asked. Closed while a question is open, it closes what still comes. */
export function createLocalMedia(powers: LocalPowers): LocalMedia {
  const own: Tracks = { ...noTracks };
  const wanted = signal<CallMedia>({ microphone: true, camera: false, screen: false });
  const asking = { microphone: false, camera: false };
  let paused = false;
  const stream = signal<MediaStream | null>(null);
  const media = signal<CallMedia>(nothingSent);
  const trouble = signal<MediaTrouble | null>(null);
  const cleanup = createCleanup();

  function tracks(): Tracks {
    return { ...own, camera: paused ? null : own.camera };
  }

  const isSending = (track: MediaStreamTrack | null) =>
    track !== null && track.readyState === 'live' && track.enabled && !track.muted;

  function refresh(): void {
    if (cleanup.done) return;
    const shown = [own.microphone, own.camera].filter((track) => track !== null);
    const now = tracks();
    const next: CallMedia = {
      microphone: isSending(now.microphone),
      camera: isSending(now.camera),
      screen: isSending(now.screen),
    };
    batch(() => {
      const before = stream.value?.getTracks() ?? [];
      if (shown.length !== before.length || shown.some((track) => !before.includes(track)))
        stream.value = shown.length ? powers.makeStream(shown) : null;
      if (slotsDiffer(media.value, next)) media.value = next;
    });
    powers.changed();
  }

  function drop(slot: Slot): void {
    own[slot]?.stop();
    own[slot] = null;
  }

  function adopt(slot: Slot, track: MediaStreamTrack): void {
    const unwanted = slot === 'camera' && !wanted.value.camera;
    // The question can stay open for minutes; by then the call may be over or the mind changed.
    if (cleanup.done || unwanted) {
      track.stop();
      return;
    }
    drop(slot);
    own[slot] = track;
    if (slot === 'microphone') track.enabled = wanted.value.microphone;
    const refreshIfOurs = () => own[slot] === track && refresh();
    track.addEventListener('mute', refreshIfOurs);
    track.addEventListener('unmute', refreshIfOurs);
    track.addEventListener('ended', () => own[slot] === track && unplugged(slot));
  }

  /** The device went away. Another may be there: the browser's default of now. */
  function unplugged(slot: Slot): void {
    drop(slot);
    refresh();
    if (slot === 'microphone') void ask({ audio: true, video: false });
    if (slot === 'camera' && wanted.value.camera) void ask({ audio: false, video: true });
  }

  /** Both, or what of them can be had; the first refusal is what people are told. */
  async function obtain(want: { audio: boolean; video: boolean }): Promise<MediaStream | null> {
    const both = want.audio && want.video;
    const tries = both ? [want, { audio: true, video: false }, { audio: false, video: true }] : [want];
    let first: MediaTrouble | null = null;
    for (const one of tries) {
      try {
        const got = await powers.openMedia(one);
        if (!cleanup.done) trouble.value = first;
        return got;
      } catch (error) {
        first ??= readTrouble(error);
        if (first === 'insecure' || cleanup.done) break;
        // Whoever said no to both is asked once more, for the sound alone, and not a third time.
        if (first === 'denied' && one !== want) break;
      }
    }
    if (!cleanup.done) trouble.value = first;
    return null;
  }

  async function ask(want: { audio: boolean; video: boolean }): Promise<void> {
    const audio = want.audio && !own.microphone && !asking.microphone;
    const video = want.video && !own.camera && !asking.camera;
    if (cleanup.done || !(audio || video)) return;
    if (audio) asking.microphone = true;
    if (video) asking.camera = true;
    const got = await obtain({ audio, video });
    if (audio) asking.microphone = false;
    if (video) asking.camera = false;
    for (const track of got?.getTracks() ?? []) adopt(track.kind === 'audio' ? 'microphone' : 'camera', track);
    refresh();
  }

  cleanup.add(() => {
    for (const slot of ['microphone', 'camera', 'screen'] as const) drop(slot);
    stream.value = null;
    media.value = nothingSent;
  });

  return {
    stream,
    media,
    trouble,
    wanted,
    tracks,
    async open(want) {
      const { microphone, camera } = want;
      wanted.value = { microphone, camera, screen: false };
      await ask({ audio: true, video: camera });
    },
    async setMicrophone(on) {
      wanted.value = { ...wanted.value, microphone: on };
      if (own.microphone) own.microphone.enabled = on;
      refresh();
      if (on) await ask({ audio: true, video: false });
    },
    async setCamera(on) {
      wanted.value = { ...wanted.value, camera: on };
      // Closed, not only hidden: the light beside the lens must tell the truth.
      if (!on) drop('camera');
      refresh();
      if (on) await ask({ audio: false, video: true });
    },
    shareScreen(shared) {
      drop('screen');
      const track = shared?.getVideoTracks()[0];
      if (track) {
        // Letters must stay sharp; the browser gives up frames for it.
        track.contentHint = 'detail';
        adopt('screen', track);
      }
      refresh();
    },
    pauseCamera(now) {
      if (paused === now) return;
      paused = now;
      refresh();
    },
    close: () => cleanup.run(),
  };
}

function slotsDiffer(a: CallMedia, b: CallMedia): boolean {
  return a.microphone !== b.microphone || a.camera !== b.camera || a.screen !== b.screen;
}
