import { ChevronDown } from 'lucide-preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Preferences } from '../desk/preferences.ts';
import { mayOversee } from '../desk/rulesDesk.ts';
import { Choice } from './Choice.tsx';
import { Mark, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** Behind the agent's own name: how the desk looks and listens, and the way out. */
export function Settings() {
  const { app, desk, screen, texts } = useView();
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { me } = desk.state.value;
  const words = texts.settings;
  const now = app.preferences.value.value;
  const set = (change: Partial<Preferences>) => app.preferences.set(change);

  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [open]);

  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.preventDefault();
    setOpen(false);
    button.current?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears Esc from the controls inside
    <div class="settings" ref={holder} onKeyDown={leave}>
      <button
        ref={button}
        type="button"
        class="settings-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Mark name={me.name} />
        <span class="heard">
          {words.title}: {me.name}
        </span>
        <ChevronDown size={14} strokeWidth={stroke} aria-hidden="true" />
      </button>
      <div class="settings-panel" id={id} hidden={!open}>
        <p class="settings-me">
          <strong>{me.name}</strong>
          <span class="quiet">{me.email}</span>
        </p>
        <Choice
          title={words.language}
          value={now.language}
          options={[['en', 'English'] as const, ['de', 'Deutsch'] as const]}
          choose={(language) => set({ language })}
        />
        <Choice
          title={words.theme}
          value={now.theme}
          options={(['auto', 'light', 'dark'] as const).map((one) => [one, words.themes[one]] as const)}
          choose={(theme) => set({ theme })}
        />
        <Choice
          title={words.density}
          value={now.density}
          options={(['comfortable', 'compact'] as const).map((one) => [one, words.densities[one]] as const)}
          choose={(density) => set({ density })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={now.shortcuts}
            onChange={(event) => set({ shortcuts: event.currentTarget.checked })}
          />
          {words.shortcuts}
        </label>
        <div class="settings-ends">
          <button
            type="button"
            class="button"
            onClick={() => {
              setOpen(false);
              screen.dialog.value = 'keys';
            }}
          >
            {words.showShortcuts}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              setOpen(false);
              screen.dialog.value = 'privacy';
            }}
          >
            {texts.privacy.title}
          </button>
          {(mayOversee(me) ? (['rules', 'uplift'] as const) : (['rules'] as const)).map((place) => (
            <button
              key={place}
              type="button"
              class="button"
              onClick={() => {
                setOpen(false);
                screen.go(place);
              }}
            >
              {texts.places[place]}
            </button>
          ))}
          <button type="button" class="button" onClick={() => void app.signOut()}>
            {words.signOut}
          </button>
        </div>
      </div>
    </div>
  );
}
