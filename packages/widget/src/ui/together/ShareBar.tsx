import { Component } from 'preact';
import { ladder } from '../../together/grants.ts';
import type { Together } from '../../together/together.ts';
import { isSheet } from '../keyboard.ts';
import { Icon } from './icons.tsx';

/**
 * Who sees the page, what they may do, and the way out. There as long as the page is shared. One line on small
 * screens, until its details are asked for; Stop is always in sight.
 */
export class ShareBar extends Component<{ together: Together }, { open: boolean }> {
  override state = { open: !isSheet(this.props.together.app.core.window) };

  render({ together }: { together: Together }, { open }: { open: boolean }) {
    const texts = together.texts.value;
    const { share, elsewhere, deeds, stop, pause } = together.share;
    const look = together.look.part.value;
    const stands = together.share.grants.stands.value;
    // Everything is read on each draw, folded or not: only so is it drawn again when it changes.
    const seen = !!look?.hiding.on.value;
    const deed = deeds.last.value;
    const follows = !!look?.following.on.value;
    const led = look?.following.led.value;
    const isElsewhere = elsewhere.value;
    const now = share.value;
    if (!now) return null;
    const { paused, viewers, agent, actor, recorded } = now;
    const names = (viewers.length ? viewers : [agent]).map(({ name }) => name);
    const status = isElsewhere ? texts.seesOther : paused ? texts.pausedNow : texts.sees(names);
    return (
      <section class={open ? 'bar' : 'bar shut'} aria-label={texts.sharedView}>
        <div class="top">
          {!open && (
            <button
              type="button"
              class="ico"
              aria-label={texts.whatSeen}
              aria-expanded={seen}
              onClick={together.preview}
            >
              <Icon name="eye" />
            </button>
          )}
          <button type="button" class="who2" aria-expanded={open} onClick={() => this.setState({ open: !open })}>
            {open && <Icon name={paused ? 'hidden' : 'eye'} />}
            <span>
              {!open && deed ? deed : status}
              <span class="sr">, {texts.details}</span>
            </span>
            <Icon name={open ? 'fold' : 'unfold'} />
          </button>
          <button type="button" class="btn" onClick={stop}>
            {texts.stopSharing}
          </button>
        </div>
        {open && !seen && !paused && (
          <>
            {deed && <p class="deed">{deed}</p>}
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row everywhere */}
            <div class="pills" role="group" aria-label={texts.mayDo(actor.name)}>
              {ladder.map(
                (one) =>
                  together.share.grants.isKnown(one) && (
                    <button
                      key={one}
                      type="button"
                      role="switch"
                      class="pill"
                      aria-checked={stands[one] === 'on'}
                      aria-disabled={stands[one] !== 'on'}
                      title={stands[one] === 'on' ? undefined : texts.askFirst(actor.name)}
                      onClick={() => together.share.grants.withdraw(one)}
                    >
                      <i />
                      {texts.may[one]}
                    </button>
                  ),
              )}
              {(led || follows) && (
                <button
                  type="button"
                  class="text end"
                  aria-pressed={follows}
                  onClick={() => look?.following.set(!follows)}
                >
                  {follows ? texts.unfollow : texts.follow(actor.name)}
                </button>
              )}
            </div>
            {recorded && (
              <p class="quiet">
                <Icon name="dot" />
                {texts.recorded}
              </p>
            )}
          </>
        )}
        {open && (
          <div class="row">
            {!seen && (
              <button type="button" class="text" onClick={() => pause()}>
                {paused ? texts.goOn : texts.pause}
              </button>
            )}
            {!paused && !isElsewhere && (
              <button type="button" class="text" aria-expanded={seen} onClick={together.preview}>
                {texts.whatSeen}
              </button>
            )}
          </div>
        )}
        {look && seen && <look.Seen look={look} />}
      </section>
    );
  }
}
