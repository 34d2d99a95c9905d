import { Dialog } from './Dialog.tsx';
import { useView } from './use.ts';

const strokes = {
  palette: ['Ctrl', 'K'],
  accept: ['A'],
  next: ['J'],
  previous: ['K'],
  reply: ['R'],
  leave: ['Esc'],
  help: ['?'],
} as const;

/** Every shortcut, and how to switch them off. */
export function KeysDialog() {
  const { app, texts } = useView();
  const { shortcuts } = app.preferences.value.value;
  return (
    <Dialog title={texts.keys.title}>
      <dl class="keys" data-off={!shortcuts}>
        {(Object.keys(strokes) as (keyof typeof strokes)[]).map((act) => (
          <div key={act}>
            <dt>{texts.keys.list[act]}</dt>
            <dd>
              {strokes[act].map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => app.preferences.set({ shortcuts: event.currentTarget.checked })}
        />
        {texts.settings.shortcuts}
      </label>
      {shortcuts ? null : <p class="quiet">{texts.keys.off}</p>}
    </Dialog>
  );
}
