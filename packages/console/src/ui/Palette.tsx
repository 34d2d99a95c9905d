import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Command, commandsFor, findCommands } from '../desk/commands.ts';
import { nameOf } from '../format/who.ts';
import { Dialog } from './Dialog.tsx';
import { useView, type View } from './use.ts';

/** Everything by name: type, choose, done. */
export function Palette() {
  const view = useView();
  const { desk, screen, texts } = view;
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const found = findCommands(commandsFor(desk.state.value, texts), typed);
  const chosen = Math.min(at, found.length - 1);
  useLayoutEffect(() => field.current?.focus(), []);
  // The chosen line is what must be in sight
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    screen.dialog.value = null;
    carryOut(command, view);
  };
  return (
    <Dialog title={texts.palette.title} class="palette" bare>
      <input
        ref={field}
        class="palette-field"
        role="combobox"
        aria-label={texts.palette.title}
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] ? `palette-${chosen}` : undefined}
        aria-autocomplete="list"
        placeholder={texts.palette.placeholder}
        autocomplete="off"
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step && found.length) setAt((chosen + step + found.length) % found.length);
          if (event.key === 'Enter' && !event.isComposing) run(found[chosen]);
          if (step || event.key === 'Enter') event.preventDefault();
        }}
      />
      {/* The field keeps the focus and names the chosen option. */}
      <div class="palette-list" id="palette-list" role="listbox" aria-label={texts.palette.title} ref={list}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: chosen by the field's aria-activedescendant
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field above
          <div
            key={`${command.words}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerMove={() => setAt(index)}
            onClick={() => run(command)}
          >
            <span>{command.words}</span>
            {command.hint ? <kbd>{command.hint}</kbd> : null}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p class="empty">{texts.palette.none}</p> : null}
      <p class="palette-hint">{texts.palette.hint}</p>
    </Dialog>
  );
}

function carryOut({ act }: Command, { app, desk, screen, texts }: View) {
  // Whatever happens at the desk is to be seen there.
  if ('conversationId' in act || act.type === 'accept' || act.type === 'grant') screen.go('desk');
  switch (act.type) {
    case 'place':
      return screen.go(act.place);
    case 'accept':
      return void desk.acceptNext().then((done) => done && screen.writeReply());
    case 'open':
      desk.open(act.conversationId);
      return screen.writeReply();
    case 'ask':
      return void desk.askToSee(act.conversationId);
    case 'call': {
      const one = desk.state.value.conversations.get(act.conversationId);
      return void (one && desk.calling.start(act.conversationId, nameOf(one.contact, texts)));
    }
    case 'close':
      return void desk.closeConversation(act.conversationId);
    case 'grant':
      return void desk.askFor(act.capability);
    case 'watch':
      return void desk.watch(act.conversationId);
    case 'unwatch':
      return void desk.unwatch();
    case 'available':
      return void desk.setAvailable(!desk.state.value.available);
    case 'signOut':
      return void app.signOut();
    default:
      screen.dialog.value = act.type;
  }
}
