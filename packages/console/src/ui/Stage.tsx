import type { Share } from '@theke/protocol';
import { Eraser, MousePointer2, SquareDashedMousePointer, X } from 'lucide-preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { openOf } from '../desk/lists.ts';
import { pagePath } from '../format/address.ts';
import { Call, Push } from './Actions.tsx';
import { Action } from './parts.tsx';
import { StageGlass } from './StageGlass.tsx';
import { useView } from './use.ts';

/** The shared page at its true proportions, with its tools in one strip above. */
export function Stage({ share }: { share: Share }) {
  const { desk, texts } = useView();
  const room = useRef<HTMLDivElement>(null);
  const mount = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState({ width: 0, height: 0 });
  const { sharing } = desk;

  // A change of language must not restart the picture
  useLayoutEffect(() => {
    if (!mount.current) return;
    return sharing.attach(share.shareId, mount.current, texts.share.title);
  }, [sharing, share.shareId]);
  useLayoutEffect(() => {
    if (!room.current) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSpace({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(room.current);
    return () => watch.disconnect();
  }, []);

  const view = sharing.view.value;
  const size = view?.size.value ?? null;
  const scale = size ? Math.min(space.width / size.width, space.height / size.height, 1) : 1;
  const state = view?.state.value ?? { phase: 'waiting' as const };
  const words = texts.share;
  const told = state.phase === 'gap' ? words.gap[state.why] : state.phase === 'live' ? '' : words[state.phase];
  const fitted = size ? { width: size.width * scale, height: size.height * scale } : undefined;
  return (
    <section class="stage" aria-label={words.title}>
      <Strip share={share} />
      <div class="stage-room" ref={room}>
        <div class="stage-frame" style={fitted} data-empty={size === null}>
          <div class="stage-picture" ref={mount} />
          {size && view ? <StageGlass view={view} size={size} scale={scale} /> : null}
        </div>
        <p class="stage-told" role="status" data-shown={told !== ''}>
          {told}
        </p>
      </div>
      <footer class="stage-foot">
        <span class="stage-live" data-phase={state.phase}>
          {state.phase === 'live' ? words.live : ''}
        </span>
        <span class="stage-url">{view?.pageUrl.value ? pagePath(view.pageUrl.value) : ''}</span>
        <span class="stage-note">{words.customerView}</span>
        {size ? <span class="stage-size">{words.size(size.width, size.height, Math.round(scale * 100))}</span> : null}
      </footer>
    </section>
  );
}

function Strip({ share }: { share: Share }) {
  const { desk, texts } = useView();
  const { sharing } = desk;
  const words = texts.share;
  const tool = sharing.tool.value;
  const open = openOf(desk.state.value);
  return (
    <div class="strip" role="toolbar" aria-label={words.tools}>
      <Action
        icon={MousePointer2}
        label={words.point}
        pressed={tool === 'point'}
        onClick={() => sharing.choose('point')}
      />
      <Action
        icon={SquareDashedMousePointer}
        label={words.highlight}
        pressed={tool === 'highlight'}
        onClick={() => sharing.choose('highlight')}
      />
      {sharing.marked.value === null ? null : (
        <Action bare icon={Eraser} label={words.clear} onClick={() => sharing.clearMark()} />
      )}
      <span class="strip-gap" />
      {open ? <Push one={open} /> : null}
      {open ? <Call one={open} /> : null}
      <Action tone="trouble" icon={X} label={words.end} onClick={() => void desk.endShare(share.shareId)} />
    </div>
  );
}
