import type { Share } from '@theke/protocol';
import {
  ArrowLeft,
  CircleDot,
  Eraser,
  Hand,
  type LucideIcon,
  MousePointer2,
  Pencil,
  Sparkle,
  SquareDashedMousePointer,
  TextCursorInput,
  X,
} from 'lucide-preact';
import { standingOf } from '../../desk/grants.ts';
import { openOf } from '../../desk/lists.ts';
import type { Tool } from '../../desk/pointing.ts';
import { Call, Push } from '../Actions.tsx';
import { Action, arrowTools, stroke } from '../parts.tsx';
import { useView } from '../use.ts';
import { GrantToggle } from './GrantToggle.tsx';
import { MoreMenu } from './MoreMenu.tsx';

const tools: readonly (readonly [Tool, LucideIcon])[] = [
  ['point', MousePointer2],
  ['laser', Sparkle],
  ['pen', Pencil],
  ['highlight', SquareDashedMousePointer],
];

interface Props {
  share: Share;
  rewinding: boolean;
  onRewind: (on: boolean) => void;
}

/** The tools of a shared page: what is used all the time first, then what is asked for, the rest behind one button. */
export function Strip({ share, rewinding, onRewind }: Props) {
  const { desk, texts } = useView();
  const { pointing, acting } = desk.sharing;
  const words = texts.share;
  const { me, watching, watchOpen } = desk.state.value;
  const open = openOf(desk.state.value);
  const isWatching = watchOpen && watching?.shareId === share.shareId;
  const may = acting.may.value;
  // While everything rests the tools stay where they are; without the grant there are none to choose from.
  const points = standingOf(share, me.agentId, 'point').stands === 'on';
  return (
    // The keys only move the focus between the buttons inside
    <div class="strip" role="toolbar" aria-label={words.tools} tabIndex={-1} onKeyDown={arrowTools}>
      {points ? (
        <span class="strip-group">
          {tools.map(([tool, icon]) => (
            <Action
              key={tool}
              bare
              icon={icon}
              label={words[tool]}
              hint={words[`${tool}Long`]}
              pressed={pointing.tool.value === tool && may.point}
              blocked={may.point ? null : words.gap.paused}
              onClick={() => pointing.choose(tool)}
            />
          ))}
          {pointing.marked.value === null ? null : (
            <Action bare icon={Eraser} label={words.clear} onClick={() => pointing.clearMark()} />
          )}
        </span>
      ) : null}
      <span class="strip-group">
        {points ? null : <GrantToggle share={share} capability="point" icon={MousePointer2} />}
        <GrantToggle share={share} capability="control" icon={Hand} />
        <GrantToggle share={share} capability="fill" icon={TextCursorInput} />
      </span>
      <span class="strip-group">
        {may.control ? (
          <Action bare icon={ArrowLeft} label={words.back} hint={words.backLong} onClick={() => void acting.back()} />
        ) : null}
        {open && !isWatching ? <Push one={open} /> : null}
        <MoreMenu share={share} isWatching={isWatching} rewinding={rewinding} onRewind={onRewind} />
      </span>
      <span class="strip-gap" />
      {share.recorded ? (
        <span class="recorded" title={words.recordedLong}>
          <CircleDot size={16} strokeWidth={stroke} aria-hidden="true" />
          <span class="recorded-words">{words.recorded}</span>
          <span class="heard">. {words.recordedLong}</span>
        </span>
      ) : null}
      {open && !isWatching ? <Call one={open} bare /> : null}
      {isWatching ? (
        <Action icon={X} label={texts.others.stop} onClick={() => void desk.unwatch()} />
      ) : (
        <Action tone="trouble" icon={X} label={words.end} onClick={() => void desk.endShare(share.shareId)} />
      )}
    </div>
  );
}
