import { Component } from 'preact';
import type { Look } from '../../together/look.ts';
import { siteAddress } from '../../together/sameSite.ts';
import { type Moved, playInStep } from '../../together/steps.ts';
import { Icon } from './icons.tsx';
import type { Shown } from './MediaCard.tsx';

interface Props {
  look: Look;
  shown: Shown;
}

/** Picture, video or document over the whole page. Escape and the cross close it; the page behind it stays as it was. */
export class Large extends Component<Props> {
  box: HTMLDialogElement | null = null;

  override componentDidMount() {
    this.box!.showModal?.();
  }

  override componentWillUnmount() {
    this.box!.close?.();
  }

  close = () => {
    this.props.look.large.value = null;
  };

  render({ look, shown }: Props) {
    const texts = look.texts.value;
    const { media, title, url } = shown.body;
    const agentName = look.agentName();
    const address = siteAddress(url, look.app.core.window.location);
    if (!address) return null;
    return (
      <dialog
        class="large"
        aria-label={title}
        ref={(box) => {
          this.box = box;
        }}
        onCancel={this.close}
      >
        <div class="top">
          <b>{title}</b>
          <button type="button" class="ico" aria-label={texts.closeLarge} onClick={this.close}>
            <Icon name="close" />
          </button>
        </div>
        {media === 'picture' && <img src={address} alt={title} referrerpolicy="no-referrer" />}
        {media === 'video' && <Video look={look} entryId={shown.entryId} address={address} title={title} />}
        {media === 'video' && agentName && <p class="quiet">{texts.inStep(agentName)}</p>}
        {media === 'document' && !/\.pdf$/i.test(new URL(address).pathname) && (
          // No scripts, no forms, an origin of its own: it is there to be read. Browsers show no PDF like that.
          <iframe src={address} title={title} sandbox="" referrerpolicy="no-referrer" />
        )}
        {media === 'document' && (
          <a class="lnk" href={address} target="_blank" rel="noopener noreferrer">
            <Icon name="paper" />
            {texts.openApart}
          </a>
        )}
      </dialog>
    );
  }
}

interface VideoProps {
  look: Look;
  entryId: string;
  address: string;
  title: string;
}

class Video extends Component<VideoProps> {
  field: HTMLVideoElement | null = null;
  player: ReturnType<typeof playInStep> | null = null;
  undo = () => {};

  override componentDidMount() {
    const { look, entryId } = this.props;
    const { steps } = look;
    this.player = playInStep(this.field!, entryId, look.app.clock, steps.tell);
    this.undo = steps.watch(entryId, this.player.hear);
  }

  override componentWillUnmount() {
    this.undo();
    this.player?.stop();
  }

  moved = ({ type }: Event) => this.player?.moved(type as Moved);

  render({ address, title }: VideoProps) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: the shop's own file; its captions, if any, are inside it
      <video
        src={address}
        controls
        playsInline
        aria-label={title}
        preload="metadata"
        ref={(field) => {
          this.field = field;
        }}
        onPlay={this.moved}
        onPause={this.moved}
        onSeeked={this.moved}
      />
    );
  }
}
