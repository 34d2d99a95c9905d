import { describe, expect, it } from 'vitest';
import { anna, busyPresent, emptyPresent } from '../testing/fixtures.ts';
import { textsOf } from '../texts/index.ts';
import { commandsFor, findCommands } from './commands.ts';
import { keyAct, type Stroke } from './keys.ts';
import { emptyDesk, nextDesk } from './state.ts';

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrl: false,
  meta: false,
  alt: false,
  typing: false,
  inDialog: false,
  ...more,
});

describe('keys', () => {
  it('[AC32] letters act only outside fields, without modifiers, and while switched on', () => {
    expect(keyAct(stroke('a'), true)).toBe('accept');
    expect(keyAct(stroke('A'), true)).toBe('accept');
    expect(keyAct(stroke('?'), true)).toBe('help');
    expect(keyAct(stroke('a', { typing: true }), true)).toBe(null);
    expect(keyAct(stroke('a', { ctrl: true }), true)).toBe(null);
    expect(keyAct(stroke('r', { meta: true }), true)).toBe(null);
    expect(keyAct(stroke('j', { alt: true }), true)).toBe(null);
    expect(keyAct(stroke('a'), false)).toBe(null);
    expect(keyAct(stroke('ArrowDown'), true)).toBe(null);
  });

  it('[AC32] Ctrl K and Esc work with shortcuts off and in fields, and nothing works behind a dialog', () => {
    expect(keyAct(stroke('k', { ctrl: true, typing: true }), false)).toBe('palette');
    expect(keyAct(stroke('K', { meta: true }), true)).toBe('palette');
    expect(keyAct(stroke('Escape', { typing: true }), false)).toBe('leave');
    expect(keyAct(stroke('k', { ctrl: true, inDialog: true }), true)).toBe(null);
    expect(keyAct(stroke('Escape', { inDialog: true }), true)).toBe(null);
  });
});

describe('the palette', () => {
  const texts = textsOf('en');
  const at = 1_790_000_000_000;
  const busy = nextDesk(emptyDesk(anna), { type: 'welcomed', welcome: busyPresent(at), atMs: at });
  const words = (state: typeof busy) => commandsFor(state, texts).map((command) => command.words);

  it('[CH86] offers what can be done now and nothing else', () => {
    const open = (id: string) => words(nextDesk(busy, { type: 'opened', conversationId: id }));
    expect(open('cnv_mara')).toEqual(
      expect.arrayContaining(['Accept the next visitor', 'Ask to see the page', 'Start call']),
    );
    expect(open('cnv_mara')).not.toContain('Go to Mara Winter');
    // Wrote on a channel and is not on the site.
    expect(open('cnv_post')).toContain('Continue in the shop');
    expect(open('cnv_post')).not.toContain('Start call');
    const idle = nextDesk(emptyDesk(anna), { type: 'welcomed', welcome: emptyPresent(at), atMs: at });
    expect(words(idle)).not.toContain('Accept the next visitor');
    expect(words(idle)).not.toContain('Close conversation');
  });

  it('[CH86] finds by words in any order; accents do not matter', () => {
    const commands = [
      { words: 'Gespräch schließen', act: { type: 'keys' } },
      { words: 'Nächsten Besucher annehmen', act: { type: 'code' } },
    ] as const;
    expect(findCommands(commands, 'annehmen nachsten')).toEqual([commands[1]]);
    expect(findCommands(commands, 'GESPRACH')).toEqual([commands[0]]);
    expect(findCommands(commands, '')).toHaveLength(2);
    expect(findCommands(commands, 'xyz')).toEqual([]);
  });
});
