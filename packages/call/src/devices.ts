/**
 * Why a device is not there. `denied`: the person or the page forbids it · `missing`: none · `busy`: another program
 * has it · `insecure`: the page is not served by https, or the browser has no such devices.
 */
export type MediaTrouble = 'denied' | 'missing' | 'busy' | 'insecure';

/** Reads what getUserMedia threw. The names are the standard's; anything unknown counts as busy, which a retry may mend. */
export function readTrouble(error: unknown): MediaTrouble {
  switch (error instanceof Error || isNamed(error) ? error.name : '') {
    case 'NotAllowedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'SecurityError':
    case 'TypeError':
      return 'insecure';
    default:
      return 'busy';
  }
}

function isNamed(error: unknown): error is { name: string } {
  return typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';
}

/** The part of the browser that opens devices, as an argument; absent on pages without https. */
export interface DeviceEnv {
  mediaDevices: Pick<MediaDevices, 'getUserMedia' | 'getDisplayMedia'> | undefined;
  /** The agent is looked at large, the visitor small. */
  side: 'visitor' | 'agent';
}

export interface Devices {
  /** The `openMedia` power of a call. Fails with the browser's own error, or `SecurityError` where there are no devices. */
  openMedia(want: { audio: boolean; video: boolean }): Promise<MediaStream>;
  /** Asks which window to show. Null where the browser cannot (telephones), or the person chose none. */
  openScreen(): Promise<MediaStream | null>;
}

const sound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true };
/** Sizes at which a face is good and an uplink of a telephone lasts. */
const pictures = {
  visitor: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24 } },
  agent: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24 } },
} satisfies Record<DeviceEnv['side'], MediaTrackConstraints>;

/** A tab rather than the whole screen, and never the tab that holds the call. Newer than the types we build with. */
const screen = {
  video: { displaySurface: 'browser', frameRate: { max: 15 } },
  audio: false,
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
  systemAudio: 'exclude',
} as DisplayMediaStreamOptions;

/** Opens real devices with the sizes a consultation needs. */
export function openDevices(env: DeviceEnv): Devices {
  return {
    async openMedia(want) {
      if (!env.mediaDevices?.getUserMedia) throw new DOMException('no media devices here', 'SecurityError');
      const { mediaDevices } = env;
      try {
        return await mediaDevices.getUserMedia({ audio: want.audio && sound, video: want.video && pictures[env.side] });
      } catch (error) {
        // A device without the wished sizes is better than none.
        if (!isNamed(error) || error.name !== 'OverconstrainedError') throw error;
        return mediaDevices.getUserMedia({ audio: want.audio, video: want.video });
      }
    },
    async openScreen() {
      if (!env.mediaDevices?.getDisplayMedia) return null;
      return env.mediaDevices.getDisplayMedia(screen).catch(() => null);
    },
  };
}
