import { useEffect, useRef } from 'preact/hooks';
import { openOf, stagedOf } from '../desk/lists.ts';
import { CallWindow } from './CallWindow.tsx';
import { ContextColumn } from './ContextColumn.tsx';
import { ConversationColumn } from './ConversationColumn.tsx';
import { Dialogs } from './Dialogs.tsx';
import { Announcer, NoticeStack } from './Notices.tsx';
import { Panes } from './Panes.tsx';
import { Place } from './Place.tsx';
import { RulesScreen } from './rules/RulesScreen.tsx';
import { RecordingStage } from './stage/RecordingStage.tsx';
import { Stage } from './stage/Stage.tsx';
import { TopBar } from './TopBar.tsx';
import { UpliftScreen } from './uplift/UpliftScreen.tsx';
import { useView } from './use.ts';
import { useKeys } from './useKeys.ts';
import { WorkColumn } from './WorkColumn.tsx';

/** Three columns; when a page is shared it takes the stage and the thread docks beside it. */
export function DeskScreen() {
  const { desk, screen, texts } = useView();
  const root = useRef<HTMLDivElement>(null);
  useKeys(root);
  const open = openOf(desk.state.value);
  const staged = stagedOf(desk.state.value);
  const recording = desk.recordings.playing.value;
  const count = desk.calls.value;
  const place = screen.place.value;
  useEffect(() => {
    const title = place === 'desk' ? texts.product : `${texts.places[place]} · ${texts.product}`;
    document.title = count > 0 ? `(${count}) ${title}` : title;
  }, [count, texts, place]);
  // The button that was pressed last may be gone with what it did: the next Tab goes on from the conversation.
  const drawn = useRef(false);
  useEffect(() => {
    if (drawn.current && document.activeElement === document.body)
      root.current?.querySelector<HTMLElement>('[data-rest]')?.focus();
    drawn.current = true;
  }, [place, staged?.shareId, recording?.recordingId, open?.conversationId, open?.status]);
  return (
    <div class="desk" ref={root} data-staged={staged !== null || recording !== null} data-pane={screen.pane.value}>
      <TopBar />
      {/* Kept while another place is open: a shared page goes on in it. */}
      <main class="columns" hidden={place !== 'desk'}>
        <WorkColumn />
        {recording ? (
          <RecordingStage key={recording.recordingId} recording={recording} />
        ) : staged ? (
          <Stage key={staged.shareId} share={staged} />
        ) : null}
        <ConversationColumn />
        <ContextColumn />
        <Panes />
      </main>
      {place === 'desk' ? null : <Place key={place}>{place === 'rules' ? <RulesScreen /> : <UpliftScreen />}</Place>}
      <CallWindow />
      <NoticeStack />
      <Announcer />
      <Dialogs />
    </div>
  );
}
