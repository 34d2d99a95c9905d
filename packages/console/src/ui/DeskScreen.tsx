import { useEffect, useRef } from 'preact/hooks';
import { openOf, stagedOf } from '../desk/lists.ts';
import { CallWindow } from './CallWindow.tsx';
import { ContextColumn } from './ContextColumn.tsx';
import { ConversationColumn } from './ConversationColumn.tsx';
import { Dialogs } from './Dialogs.tsx';
import { Announcer, NoticeStack } from './Notices.tsx';
import { Panes } from './Panes.tsx';
import { RecordingStage } from './stage/RecordingStage.tsx';
import { Stage } from './stage/Stage.tsx';
import { TopBar } from './TopBar.tsx';
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
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${texts.product}` : texts.product;
  }, [count, texts]);
  // The button that was pressed last may be gone with what it did: the next Tab goes on from the conversation.
  const drawn = useRef(false);
  useEffect(() => {
    if (drawn.current && document.activeElement === document.body)
      root.current?.querySelector<HTMLElement>('[data-rest]')?.focus();
    drawn.current = true;
  }, [staged?.shareId, recording?.recordingId, open?.conversationId, open?.status]);
  return (
    <div class="desk" ref={root} data-staged={staged !== null || recording !== null} data-pane={screen.pane.value}>
      <TopBar />
      <main class="columns">
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
      <CallWindow />
      <NoticeStack />
      <Announcer />
      <Dialogs />
    </div>
  );
}
