import { ChartNoAxesColumn, Hash, ListChecks, Search, Volume2, VolumeX } from 'lucide-preact';
import { mayOversee } from '../desk/rulesDesk.ts';
import { Action, Brand, stroke } from './parts.tsx';
import { Settings } from './Settings.tsx';
import { useView } from './use.ts';

/** Availability, the state of the line, and the ways to everything else. */
export function TopBar() {
  const { app, desk, screen, texts } = useView();
  const { sound } = app.preferences.value.value;
  const { available, ready } = desk.state.value;
  const open = (name: 'palette' | 'code') => () => {
    screen.dialog.value = name;
  };
  return (
    <header class="top">
      <h1 class="top-brand">
        <Brand name={texts.product} />
      </h1>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={available}
        aria-disabled={!ready}
        onClick={() => ready && void desk.setAvailable(!available)}
      >
        <span class="switch-track" aria-hidden="true" />
        <span>{texts.top.available}</span>
      </button>
      <Connection />
      <button type="button" class="finder" onClick={open('palette')} aria-keyshortcuts="Control+K">
        <Search size={16} strokeWidth={stroke} aria-hidden="true" />
        <span>{texts.top.palette}</span>
        <em aria-hidden="true">
          <kbd>Ctrl K</kbd>
        </em>
      </button>
      <div class="top-tools">
        <Places />
        <Action icon={Hash} label={texts.top.code} onClick={open('code')} />
        <Action
          bare
          icon={sound ? Volume2 : VolumeX}
          label={texts.top.sound}
          pressed={sound}
          onClick={() => app.preferences.set({ sound: !sound })}
        />
        <Settings />
      </div>
    </header>
  );
}

/** The two screens that replace the columns; pressed once more they lead back. */
function Places() {
  const { desk, screen, texts } = useView();
  const places = mayOversee(desk.state.value.me) ? (['rules', 'uplift'] as const) : (['rules'] as const);
  return (
    <div class="top-places">
      {places.map((place) => (
        <Action
          key={place}
          icon={place === 'rules' ? ListChecks : ChartNoAxesColumn}
          label={texts.places[place]}
          pressed={screen.place.value === place}
          onClick={() => screen.go(screen.place.value === place ? 'desk' : place)}
        />
      ))}
    </div>
  );
}

/** Quiet while all is well; a sentence when it is not. */
function Connection() {
  const { desk, texts } = useView();
  const state = desk.connection.value;
  const words = desk.draining.value && state !== 'online' ? texts.connection.draining : texts.connection[state];
  return (
    <p class="connection" data-state={state} role="status" title={words}>
      <span class="connection-dot" aria-hidden="true" />
      <span class="connection-words">{words}</span>
    </p>
  );
}
