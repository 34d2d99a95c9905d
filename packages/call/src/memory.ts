import type { KeyStore } from '@theke/kit';
import type { CallMedia } from '@theke/protocol';

/** What a page leaves behind for the next page of the same tab, so that the call is back without a question. */
export interface RememberedCall {
  callId: string;
  joinToken: string;
  media: CallMedia;
}

/** One remembered call per tab. A copied tab copies it too: the server's epoch decides who has the call. */
export interface CallMemory {
  read(): RememberedCall | null;
  write(call: RememberedCall): void;
  forget(): void;
}

const key = 'call';

/** Keeps a running call in the tab's session storage (`store`). What it does not understand, it forgets. */
export function callMemory(store: KeyStore): CallMemory {
  return {
    read() {
      const text = store.read(key);
      if (text === null) return null;
      const call = parse(text);
      if (!call) store.remove(key);
      return call;
    },
    write: ({ callId, joinToken, media }) => void store.write(key, JSON.stringify({ callId, joinToken, media })),
    forget: () => store.remove(key),
  };
}

function parse(text: string): RememberedCall | null {
  try {
    const { callId, joinToken, media } = JSON.parse(text);
    if (typeof callId !== 'string' || typeof joinToken !== 'string' || typeof media !== 'object' || !media) return null;
    const { microphone, camera, screen } = media;
    return { callId, joinToken, media: { microphone: !!microphone, camera: !!camera, screen: !!screen } };
  } catch {
    return null;
  }
}
