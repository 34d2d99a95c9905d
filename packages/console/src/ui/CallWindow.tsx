import type { CallSession, CallState } from '@theke/call';
import { GripHorizontal, Mic, MicOff, MonitorUp, PhoneOff, Video, VideoOff, X } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskCall } from '../desk/calling.ts';
import { runningTime } from '../format/time.ts';
import { nameOf } from '../format/who.ts';
import type { Texts } from '../texts/index.ts';
import { Action, Mark, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** The call floats over the desk and can be put elsewhere by pointer or arrow keys. */
export function CallWindow() {
  const { desk } = useView();
  const call = desk.calling.current.value;
  return call ? <Window key={call.callId} call={call} /> : null;
}

function Window({ call }: { call: DeskCall }) {
  const { desk, texts } = useView();
  const { session } = call;
  const box = useRef<HTMLElement>(null);
  const mover = useMover(box);
  const state = session.state.value;
  const media = session.media.value;
  const peer = session.peerMedia.value;
  const trouble = session.mediaTrouble.value;
  const words = texts.call;
  const one = desk.state.value.conversations.get(call.conversationId);
  const name = one ? nameOf(one.contact, texts) : texts.conversation.visitor;
  const isOver = state.phase === 'ended';
  return (
    <section
      ref={box}
      class="call"
      aria-label={words.title}
      style={{ transform: `translate(${mover.at.x}px, ${mover.at.y}px)` }}
    >
      <header class="call-head">
        <button type="button" class="call-move" aria-label={words.move} title={words.moveHint} {...mover.handle}>
          <GripHorizontal size={18} strokeWidth={stroke} aria-hidden="true" />
        </button>
        <p class="call-state" role="status">
          {stateWords(state, name, texts)}
        </p>
        {state.phase === 'live' || state.phase === 'unstable' ? (
          <span class="call-time">{runningTime(desk.nowMs.value - desk.state.value.aheadMs - state.sinceMs)}</span>
        ) : null}
        {isOver ? <Action bare icon={X} label={texts.dialog.close} onClick={() => desk.calling.dismiss()} /> : null}
      </header>
      {isOver ? null : (
        <div
          class="call-pictures"
          data-sound-only={!peer.camera && !media.camera && !session.remoteScreen.value}
          data-away={state.phase === 'away' || state.phase === 'restarting'}
        >
          {session.remoteScreen.value ? (
            <Picture stream={session.remoteScreen.value} label={words.theirScreen} class="call-screen" muted />
          ) : null}
          <div class="call-them">
            <Picture stream={session.remoteStream.value} label={words.them} class="call-remote" hidden={!peer.camera} />
            {peer.camera ? null : (
              <p class="call-sound-only">
                <Mark name={name} />
                {session.remoteStream.value ? <span>{words.audioOnly}</span> : null}
              </p>
            )}
          </div>
          {media.camera ? (
            <Picture stream={session.localStream.value} label={words.you} class="call-local" muted />
          ) : null}
        </div>
      )}
      {trouble ? <p class="call-trouble">{words.trouble[trouble]}</p> : null}
      {isOver ? null : <Controls session={session} />}
    </section>
  );
}

function Controls({ session }: { session: CallSession }) {
  const { desk, texts } = useView();
  const words = texts.call;
  const media = session.media.value;
  return (
    <div class="call-controls">
      <Action
        bare
        icon={media.microphone ? Mic : MicOff}
        label={words.mute}
        pressed={!media.microphone}
        onClick={() => void session.setMicrophone(!media.microphone)}
      />
      <Action
        bare
        icon={media.camera ? Video : VideoOff}
        label={words.camera}
        pressed={media.camera}
        onClick={() => void session.setCamera(!media.camera)}
      />
      <Action
        bare
        icon={MonitorUp}
        label={words.screen}
        pressed={media.screen}
        onClick={() => void desk.calling.toggleScreen()}
      />
      <button
        type="button"
        class="hang-up"
        onClick={() => session.end(session.state.peek().phase === 'ringing' ? 'cancelled' : 'hungUp')}
      >
        <PhoneOff size={18} strokeWidth={stroke} aria-hidden="true" />
        {words.hangUp}
      </button>
    </div>
  );
}

function stateWords(state: CallState, name: string, texts: Texts): string {
  const words = texts.call;
  switch (state.phase) {
    case 'ringing':
      return words.ringing(name);
    case 'live':
    case 'unstable':
      return name;
    case 'restarting':
      return words.repairing;
    case 'away':
      return words.away;
    case 'ended':
      return words.ended[state.why];
    default:
      return words.connecting;
  }
}

interface PictureProps {
  stream: MediaStream | null;
  label: string;
  class: string;
  muted?: boolean;
  hidden?: boolean;
}

/** A stream on the screen. Hidden it still sounds. */
function Picture({ stream, label, class: name, muted, hidden }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    // The attribute alone is not enough in every browser when it is set by script.
    element.muted = muted ?? false;
    element.srcObject = stream;
    void element.play?.().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [stream, muted]);
  // Captions of what is said right now do not exist; the thread beside the call is the way to write.
  // biome-ignore lint/a11y/useMediaCaption: a live call has no track of captions
  return <video ref={video} class={name} aria-label={label} data-hidden={hidden} autoplay playsInline />;
}

const stepPx = 16;
const longStepPx = 96;
// The window never gets closer to the edge of the screen.
const edgePx = 8;

/** Moves a window by its handle; it always stays whole on the screen. */
function useMover(box: { current: HTMLElement | null }) {
  const [at, setAt] = useState({ x: 0, y: 0 });
  const from = useRef<{ x: number; y: number } | null>(null);
  const by = (dx: number, dy: number) => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect) return;
    const within = (delta: number, low: number, high: number) => Math.min(Math.max(delta, edgePx - low), high - edgePx);
    const x = within(dx, rect.left, window.innerWidth - rect.right);
    const y = within(dy, rect.top, window.innerHeight - rect.bottom);
    setAt((old) => ({ x: old.x + x, y: old.y + y }));
  };
  return {
    at,
    handle: {
      onKeyDown(event: KeyboardEvent) {
        const far = event.shiftKey ? longStepPx : stepPx;
        const move = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
        if (!move) return;
        event.preventDefault();
        by(move[0] ?? 0, move[1] ?? 0);
      },
      onPointerDown(event: PointerEvent) {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove(event: PointerEvent) {
        if (!from.current) return;
        by(event.clientX - from.current.x, event.clientY - from.current.y);
        from.current = { x: event.clientX, y: event.clientY };
      },
      onPointerUp() {
        from.current = null;
      },
    },
  };
}
