import type { RuleEvent } from '@theke/rules';
import { plainValue } from './plainValue.ts';
import type { RadarInside } from './radar.ts';
import { deviceOf } from './visit.ts';

/** A recorded visit ends here: nobody reads longer ones, and the browser's room is the page's. */
const maxChars = 500_000;

type Line = Record<string, unknown>;

/** One event as it is written down: names and times. A text a visitor may have typed is `?`. */
function plain(event: RuleEvent): Line | null {
  const { type, ...rest } = event;
  switch (event.type) {
    case 'fact':
      // The address of a page stands in no journey.
      if (event.name === 'page.url') return null;
      return { k: type, name: event.name, v: plainValue(event.name, event.value) };
    case 'page':
      return { k: type, page: { type: event.page.type } };
    case 'invitation':
    case 'elsewhere':
      // What our own card did is not the visitor's journey.
      return null;
    default:
      return { k: type, ...rest };
  }
}

interface Journal {
  text: string;
  startMs: number;
}

/**
 * Records what rules would be fed, of all signals, used or not. Goes on over the pages of this tab where something may be kept;
 * `on: false` ends it, no argument answers the text so far: JSON lines.
 */
export function createRecorder(radar: RadarInside) {
  const { core } = radar;
  const { settings, window } = core;
  const key = `theke:journey:${settings.site}`;
  const storage = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return core.mayStore() ? use(window.sessionStorage) : null;
    } catch {
      return null;
    }
  };
  let journal: Journal | null = null;
  const keep = () => storage((it) => journal && it.setItem(key, JSON.stringify(journal)));

  function write(line: Line) {
    if (journal && journal.text.length < maxChars) journal.text += `${JSON.stringify(line)}\n`;
  }
  function note(event: RuleEvent, atMs: number) {
    const line = plain(event);
    if (journal && line) write({ t: Math.round(atMs - journal.startMs), ...line });
  }

  function start() {
    if (journal) return;
    const nowMs = radar.nowMs();
    journal = storage((it) => JSON.parse(it.getItem(key) ?? 'null') as Journal | null);
    if (!journal) {
      journal = { text: '', startMs: nowMs };
      write({
        theke: 'journey',
        v: 1,
        site: settings.site,
        device: deviceOf(window),
        language: window.navigator.language,
      });
    } else {
      // A page of its own: what this one has not told yet is not known on it.
      write({ t: Math.round(nowMs - journal.startMs), k: 'load' });
    }
    // What was told before we listened.
    note({ type: 'page', page: { type: core.told.page.type } }, nowMs);
    for (const [name, value] of Object.entries(radar.facts)) note({ type: 'fact', name, value }, nowMs);
    radar.taps.add(note);
    radar.listenToAll(true);
    radar.kept.recording = true;
    radar.keep();
    window.addEventListener('pagehide', keep, { signal: core.ended });
  }

  function stop() {
    journal = null;
    radar.taps.delete(note);
    radar.listenToAll(false);
    radar.kept.recording = undefined;
    radar.keep();
    storage((it) => it.removeItem(key));
  }
  core.onTold(({ type }) => {
    if (type === 'reset' && journal) stop();
  });

  return {
    start,
    stop,
    text: () => journal?.text ?? '',
  };
}
