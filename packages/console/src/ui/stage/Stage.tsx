import type { Share } from '@theke/protocol';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pagePath } from '../../format/address.ts';
import type { Texts } from '../../texts/index.ts';
import { useView } from '../use.ts';
import { FieldEditor } from './FieldEditor.tsx';
import { Glass } from './Glass.tsx';
import { LinkBadge } from './LinkBadge.tsx';
import { Refusal } from './Refusal.tsx';
import { RewindBar } from './RewindBar.tsx';
import { Strip } from './Strip.tsx';
import { scaleFor, useSpace } from './useSpace.ts';
import { Viewers } from './Viewers.tsx';

/** The shared page at its true proportions, with its tools in one strip above. */
export function Stage({ share }: { share: Share }) {
  const { desk, texts } = useView();
  const room = useRef<HTMLDivElement>(null);
  const mount = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const space = useSpace(room);
  const [rewinding, setRewinding] = useState(false);
  const { sharing } = desk;
  const words = texts.share;

  // A change of language must not restart the picture
  useLayoutEffect(() => {
    if (!mount.current) return;
    return sharing.attach(share.shareId, mount.current, words);
  }, [sharing, share.shareId]);

  const view = sharing.view.value;
  const size = view?.size.value ?? null;
  const scale = scaleFor(size, space);
  const state = view?.state.value ?? { phase: 'waiting' as const };
  const isPast = view !== null && view.rewind.at.value !== null;
  const told = isPast ? '' : toldOf(share, state, words);
  const fitted = size ? { width: size.width * scale, height: size.height * scale } : undefined;
  const field = sharing.acting.field.value;
  const link = sharing.link.value;
  const rewind = (on: boolean) => {
    if (!on) view?.rewind.live();
    setRewinding(on);
  };
  return (
    <section class="stage" aria-label={words.title} data-past={isPast}>
      <Strip share={share} rewinding={rewinding} onRewind={rewind} />
      <div class="stage-room" ref={room}>
        <div class="stage-frame" ref={frame} style={fitted} data-empty={size === null} data-paused={share.paused}>
          <div class="stage-picture" ref={mount} />
          {size && view && !isPast ? <Glass view={view} size={size} scale={scale} /> : null}
          {view && field && !isPast ? (
            <FieldEditor
              key={field.open.node}
              view={view}
              open={field.open}
              label={field.label}
              scale={scale}
              onDone={() => frame.current?.querySelector<HTMLElement>('.glass')?.focus()}
            />
          ) : null}
        </div>
        <p class="stage-told" role="status" data-shown={told !== ''}>
          {told}
        </p>
        <Refusal />
      </div>
      <div class="stage-under">
        <Apart />
        {rewinding && view ? <RewindBar view={view} onClose={() => setRewinding(false)} /> : null}
        <footer class="stage-foot">
          <span class="stage-live" data-phase={share.paused ? 'paused' : state.phase}>
            {state.phase === 'live' && !share.paused ? words.live : ''}
          </span>
          {link ? <LinkBadge link={link} /> : null}
          <Viewers share={share} />
          <span class="stage-url">{view?.pageUrl.value ? pagePath(view.pageUrl.value) : ''}</span>
          <span class="stage-note">{words.customerView}</span>
          {size ? <span class="stage-size">{words.size(size.width, size.height, Math.round(scale * 100))}</span> : null}
        </footer>
      </div>
    </section>
  );
}

/** Says that this picture no longer stands where the visitor's page stands, and leads back. */
function Apart() {
  const { desk, texts } = useView();
  const { leading } = desk.sharing;
  const words = texts.share;
  const wheel = leading.wheel.value;
  const isLeading = wheel === 'lead' && leading.apart.value;
  const told = wheel === 'own' ? words.apart : isLeading ? words[leading.follows.value ? 'follows' : 'followsNot'] : '';
  return (
    <div class="apart" data-shown={told !== ''}>
      <p role="status">{told}</p>
      {told ? (
        <button type="button" class="text-button" onClick={() => leading.choose('theirs')}>
          {words.together}
        </button>
      ) : null}
    </div>
  );
}

function toldOf(
  share: Share,
  state: { phase: 'gap'; why: keyof Texts['share']['gap'] } | { phase: 'waiting' | 'live' | 'ended' },
  words: Texts['share'],
): string {
  if (state.phase === 'ended') return words.ended;
  if (share.paused) return words.gap.paused;
  if (state.phase === 'gap') return words.gap[state.why];
  return state.phase === 'live' ? '' : words.waiting;
}
