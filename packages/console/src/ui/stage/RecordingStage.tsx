import type { Recording } from '@theke/protocol';
import { X } from 'lucide-preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fullTime, runningTime } from '../../format/time.ts';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';
import { TimeLine } from './TimeLine.tsx';
import { scaleFor, useSpace } from './useSpace.ts';

const speeds = [1, 2, 4] as const;

/** A recorded share on the stage. Nothing can be done in it but look. */
export function RecordingStage({ recording }: { recording: Recording }) {
  const { desk, texts, language } = useView();
  const { recordings } = desk;
  const room = useRef<HTMLDivElement>(null);
  const mount = useRef<HTMLDivElement>(null);
  const space = useSpace(room);
  const [speed, setSpeed] = useState(1);
  const words = texts.recording;
  // A change of language must not begin it anew
  useLayoutEffect(() => {
    if (!mount.current) return;
    return recordings.attach(mount.current, { title: words.stage, frame: texts.share.frame });
  }, [recordings, recording.recordingId]);
  const playback = recordings.playback.value;
  const durationMs = playback?.duration.value ?? 0;
  const atMs = playback?.position.value ?? 0;
  const size = playback?.size.value ?? null;
  const isBroken = recordings.broken.value || playback?.loaded.value === 'broken';
  const scale = scaleFor(size, space);
  const fitted = size ? { width: size.width * scale, height: size.height * scale } : { width: '100%', height: '100%' };
  const quicken = (times: number) => {
    playback?.speed(times);
    setSpeed(times);
  };
  return (
    <section class="stage" aria-label={words.stage} data-past="true">
      <div class="strip">
        <h2 class="strip-title">{fullTime(recording.startedAt, language)}</h2>
        <span class="strip-gap" />
        <Action icon={X} label={words.close} onClick={() => recordings.close()} />
      </div>
      <div class="stage-room" ref={room}>
        <div class="stage-frame" style={fitted}>
          <div class="stage-picture" ref={mount} />
        </div>
        <p class="stage-told" role="status" data-shown={isBroken}>
          {isBroken ? words.broken : ''}
        </p>
      </div>
      <div class="stage-under">
        <div class="rewind" data-past="true">
          {playback ? (
            <TimeLine
              label={words.stage}
              words={texts.rewind}
              fromMs={0}
              toMs={durationMs}
              atMs={atMs}
              told={words.at(runningTime(atMs), runningTime(durationMs))}
              playing={playback.playing.value}
              onSeek={(ms) => playback.seek(ms)}
              onPlay={(on) => (on ? playback.play() : playback.pause())}
            >
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
              <span class="speeds" role="group" aria-label={words.speed}>
                {speeds.map((times) => (
                  <button
                    key={times}
                    type="button"
                    class="text-button"
                    aria-pressed={speed === times}
                    onClick={() => quicken(times)}
                  >
                    {words.times(times)}
                  </button>
                ))}
              </span>
            </TimeLine>
          ) : null}
        </div>
        <footer class="stage-foot">
          <span class="stage-note stage-note-kept">{words.note}</span>
        </footer>
      </div>
    </section>
  );
}
