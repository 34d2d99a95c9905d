import { Pause, Play, RotateCcw, RotateCw } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { Action } from '../parts.tsx';

interface Props {
  label: string;
  words: { play: string; hold: string; line: string; stepBack: string; stepOn: string };
  fromMs: number;
  toMs: number;
  atMs: number;
  /** The moment in words, seen and heard. */
  told: string;
  playing: boolean;
  onSeek: (ms: number) => void;
  onPlay: (on: boolean) => void;
  children?: ComponentChildren;
}

const stepMs = 10_000;

/** A line to move along in time: by pointer, by arrow keys, ten seconds at a time, or by letting it run. */
export function TimeLine(props: Props) {
  const { words, fromMs, toMs, atMs, playing, onSeek } = props;
  const by = (ms: number) => onSeek(Math.max(fromMs, Math.min(toMs, atMs + ms)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="time-line" role="group" aria-label={props.label}>
      <Action
        bare
        icon={playing ? Pause : Play}
        label={playing ? words.hold : words.play}
        onClick={() => props.onPlay(!playing)}
      />
      <Action bare icon={RotateCcw} label={words.stepBack} onClick={() => by(-stepMs)} />
      <Action bare icon={RotateCw} label={words.stepOn} onClick={() => by(stepMs)} />
      <input
        type="range"
        aria-label={words.line}
        aria-valuetext={props.told}
        min={0}
        max={Math.max(1, toMs - fromMs)}
        step={1_000}
        value={atMs - fromMs}
        onInput={(event) => onSeek(fromMs + Number(event.currentTarget.value))}
      />
      <span class="time-told" aria-hidden="true">
        {props.told}
      </span>
      {props.children}
    </div>
  );
}
