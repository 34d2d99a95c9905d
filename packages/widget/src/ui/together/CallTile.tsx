import type { CallSession } from '@theke/call';
import { Component } from 'preact';
import type { Together } from '../../together/together.ts';
import { Face } from '../icons.tsx';
import { Icon } from './icons.tsx';

/** The running call. Stands by itself, so that it stays when the chat is closed. */
export function CallTile({ together }: { together: Together }) {
  const { call, session, elsewhere } = together.call;
  const texts = together.texts.value;
  const record = call.value;
  if (record?.phase !== 'on') return null;
  const held = session.value;
  return (
    <section class="tile" aria-label={texts.call}>
      {held ? (
        <Held together={together} held={held} name={record.agent.name} />
      ) : (
        <p class="quiet">{elsewhere.value ? texts.callElsewhere : texts.callLinking}</p>
      )}
    </section>
  );
}

function Held({ together, held, name }: { together: Together; held: CallSession; name: string }) {
  const texts = together.texts.value;
  const { phase } = held.state.value;
  const media = held.media.value;
  const peer = held.peerMedia.value;
  const trouble = held.mediaTrouble.value;
  const remote = held.remoteStream.value;
  const screen = held.remoteScreen.value;
  const own = held.localStream.value;
  const note = phase === 'away' ? texts.callAway : phase === 'live' ? '' : texts.callLinking;
  return (
    <>
      <div class="pic">
        {!(peer.camera || screen) && <Face name={name} />}
        {remote && <Video stream={remote} label={texts.theirPicture(name)} shown={peer.camera && !screen} />}
        {screen && <Video stream={screen} label={texts.theirPicture(name)} shown muted />}
        {own && media.camera && <Video stream={own} label={texts.ownPicture} own muted shown />}
        <div class="over">
          <span>{name}</span>
          <span>{note}</span>
        </div>
      </div>
      {held.quality.value?.cameraPaused && <p class="quiet">{texts.callWeak}</p>}
      {trouble && (
        <p class="bad">
          {
            { denied: texts.micDenied, missing: texts.micMissing, busy: texts.micBusy, insecure: texts.micInsecure }[
              trouble
            ]
          }
          {trouble !== 'insecure' && (
            <button type="button" class="text" onClick={() => void held.setMicrophone(true)}>
              {together.app.texts.value.retry}
            </button>
          )}
        </p>
      )}
      <div class="acts">
        <button
          type="button"
          class={media.microphone ? 'round' : 'round off'}
          aria-label={texts.mute}
          aria-pressed={!media.microphone}
          onClick={() => void held.setMicrophone(!media.microphone)}
        >
          <Icon name="microphone" struck={!media.microphone} />
        </button>
        <button
          type="button"
          class={media.camera ? 'round' : 'round off'}
          aria-label={texts.camera}
          aria-pressed={media.camera}
          disabled={together.app.core.consent.camera === false}
          onClick={() => void held.setCamera(!media.camera)}
        >
          <Icon name="camera" struck={!media.camera} />
        </button>
        <button type="button" class="round end" aria-label={texts.hangUp} onClick={together.call.end}>
          <Icon name="hangUp" />
        </button>
      </div>
    </>
  );
}

interface VideoProps {
  stream: MediaStream;
  label: string;
  shown?: boolean;
  own?: boolean;
  muted?: boolean;
}

/** A stream cannot be an attribute. The remote one stays in the page even unseen: its sound is heard through it. */
class Video extends Component<VideoProps> {
  field: HTMLVideoElement | null = null;

  override componentDidMount() {
    const { field } = this;
    const { stream, muted } = this.props;
    if (!field || field.srcObject === stream) return;
    field.muted = !!muted;
    field.srcObject = stream;
    // A browser that wants a press first gets one: any button of the tile.
    void field.play?.()?.catch(() => {});
  }

  override componentDidUpdate() {
    this.componentDidMount();
  }

  render({ label, shown, own }: VideoProps) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a live picture has no captions; the chat beside it is the text
      <video
        class={own ? 'own' : ''}
        aria-label={label}
        playsInline
        autoPlay
        style={{ visibility: shown ? 'visible' : 'hidden' }}
        ref={(field) => {
          this.field = field;
        }}
      />
    );
  }
}
