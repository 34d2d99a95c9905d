import { useRef } from 'preact/hooks';
import type { PageView } from '../../desk/viewDoor.ts';
import { nameOfFound } from '../../format/who.ts';
import { useView } from '../use.ts';
import { AimFrame, AimLabel, MarkFrame, Strokes } from './GlassMarks.tsx';
import { useGlass } from './useGlass.ts';

interface Props {
  view: PageView;
  size: { width: number; height: number };
  scale: number;
}

/**
 * Lies over the picture: everything done here becomes something shown, or tried, on the visitor's page, and nothing reaches
 * the picture itself. Works by keyboard as well.
 */
export function Glass({ view, size, scale }: Props) {
  const { desk, texts } = useView();
  const { sharing, notices } = desk;
  const { pointing, acting } = sharing;
  const glass = useRef<HTMLDivElement>(null);
  const said = (label: string) => notices.say({ type: 'marked', label });
  const { hover, byKeys, handlers } = useGlass({ glass, sharing, size, scale, said });
  const tool = pointing.tool.value;
  const may = acting.may.value;
  const marked = pointing.marked.value;
  const acts = (may.control || may.fill) && acting.field.value === null && tool !== 'pen' && tool !== 'highlight';
  const found =
    hover && (acts ? acting.aim(hover) : tool === 'highlight' && may.point ? view.nodeAt(hover.x, hover.y) : null);
  const refused = acting.refused.value;
  const isRefused = acts && refused !== null && refused.node !== null && refused.node === found?.node;
  const words = texts.share;
  const long = acts
    ? may.control
      ? words.controlLong
      : words.fillLong
    : may.point
      ? words[`${tool}Long`]
      : words.watchLong;
  const label = isRefused ? texts.why[refused.why] : found ? nameOfFound(found, texts) : '';
  return (
    <div
      ref={glass}
      class="glass"
      data-tool={may.point ? tool : 'none'}
      data-aim={isRefused ? 'refused' : acts && found ? 'reach' : undefined}
      role="application"
      aria-label={long}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pointer that works by keyboard needs the focus
      tabIndex={0}
      {...handlers}
    >
      <Strokes strokes={pointing.strokes.value} scale={scale} />
      {marked ? <MarkFrame view={view} node={marked.node} scale={scale} /> : null}
      {found && found.node !== marked?.node ? <AimFrame found={found} scale={scale} refused={isRefused} /> : null}
      {byKeys && hover ? (
        <span class="glass-cross" style={{ left: `${hover.x * scale}px`, top: `${hover.y * scale}px` }} />
      ) : null}
      {hover && label !== '' ? <AimLabel at={hover} scale={scale} words={label} width={size.width} /> : null}
    </div>
  );
}
