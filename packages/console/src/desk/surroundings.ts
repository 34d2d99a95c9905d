import { type ReadonlySignal, signal } from './signals.ts';

/** Whether the agent can see this page: it is visible and has the focus. */
export function watchAttention(page: Document): { attentive: ReadonlySignal<boolean>; stop: () => void } {
  const look = () => page.visibilityState === 'visible' && page.hasFocus();
  const attentive = signal(look());
  const update = () => {
    attentive.value = look();
  };
  const view = page.defaultView;
  page.addEventListener('visibilitychange', update);
  view?.addEventListener('focus', update);
  view?.addEventListener('blur', update);
  return {
    attentive,
    stop() {
      page.removeEventListener('visibilitychange', update);
      view?.removeEventListener('focus', update);
      view?.removeEventListener('blur', update);
    },
  };
}

// Two soft notes up for somebody new, one for a message; far from any alarm.
const notes = { waiting: [659, 880], message: [740] } as const;
const noteS = 0.14;
const loudness = 0.06;

/** Plays short tones. Silent until the first gesture: browsers forbid sound before, and a desk should not start loud. */
export function createTone(page: Document): (kind: keyof typeof notes) => void {
  let audio: AudioContext | null = null;
  let touched = false;
  const wake = () => {
    touched = true;
    page.removeEventListener('pointerdown', wake);
    page.removeEventListener('keydown', wake);
  };
  page.addEventListener('pointerdown', wake);
  page.addEventListener('keydown', wake);
  return (kind) => {
    if (!touched || typeof AudioContext === 'undefined') return;
    audio ??= new AudioContext();
    const start = audio.currentTime;
    for (const [index, hertz] of notes[kind].entries()) {
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      const at = start + index * noteS;
      tone.frequency.value = hertz;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + noteS * 2);
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + noteS * 2);
    }
  };
}

/** Copies a text; false where the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
