import { describe, expect, it } from 'vitest';
import { startTestDesk } from '../testing/desk.ts';
import { sitePrivacy } from '../testing/fixtures.ts';
import { changedParts, draftOf, faultsIn, privacyOf, type RuleDraft } from './privacyDraft.ts';

const isSelector = (text: string) => !text.includes('[[');
const rule = (more: Partial<RuleDraft>): RuleDraft => ({ key: 'k', selector: 'main', page: '', mark: 'show', ...more });
const draft = (rules: RuleDraft[], more: object = {}) => ({ ...draftOf(sitePrivacy()), rules, ...more });

describe('what agents see', () => {
  it('[VW166] what is kept comes back unchanged from being edited', () => {
    const kept = sitePrivacy();
    expect(privacyOf(draftOf(kept), kept.siteId, kept.version)).toEqual(kept);
    expect(faultsIn(draftOf(kept), isSelector)).toEqual([]);
  });

  it('[VW166] whatever the server would refuse is found before it is asked', () => {
    const whys = (rules: RuleDraft[], more: object = {}) =>
      faultsIn(draft(rules, more), isSelector).map((one) => one.why);
    expect(whys([rule({ selector: '  ' })])).toEqual(['empty']);
    expect(whys([rule({ selector: 'a'.repeat(301) })])).toEqual(['long']);
    expect(whys([rule({ selector: 'a[[' })])).toEqual(['selector']);
    expect(whys([rule({ page: 'checkout' }), rule({ page: '/a?b' }), rule({ page: '/a b' })])).toEqual([
      'page',
      'page',
      'page',
    ]);
    expect(whys([rule({ page: '/checkout/**' })])).toEqual([]);
    expect(whys(Array.from({ length: 201 }, () => rule({})))).toEqual(['many']);
    expect(whys([], { frames: 'https://ok.example/\nok.example\nhttps://a.example/path' })).toEqual([
      'origin',
      'origin',
    ]);
    expect(whys([], { frames: Array.from({ length: 21 }, (_, n) => `https://f${n}.example`).join('\n') })).toEqual([
      'many',
    ]);
    for (const recordingDays of ['0', '366', '1.5', 'x', '']) expect(whys([], { recordingDays })).toEqual(['days']);
  });

  it('[VW166] what is written is trimmed, origins are told once, an empty page means everywhere', () => {
    const written = privacyOf(
      draft([rule({ selector: ' .a ', page: ' ' })], { frames: 'https://a.example/\n https://a.example' }),
      'demo',
      3,
    );
    expect(written.rules).toEqual([{ selector: '.a', mark: 'show' }]);
    expect(written.frames).toEqual(['https://a.example']);
  });

  it('[VW166] somebody else’s change is never overwritten unseen: it is shown, and what they changed', async () => {
    const { desk, server } = await startTestDesk();
    const before = (await desk.privacy.read('demo'))!;
    server.setPrivacy({ ...before, version: 4, capture: true, rules: [] });
    const mine = { ...before, preset: 'none' as const };
    const saved = await desk.privacy.write(mine, before);
    expect(saved).toMatchObject({ type: 'conflict', theirs: { version: 4 }, changed: ['rules', 'capture'] });
    expect(server.privacy.preset).toBe('shop');
    if (saved.type !== 'conflict') return;
    const again = await desk.privacy.write({ ...mine, version: saved.theirs.version }, saved.theirs);
    expect(again).toMatchObject({ type: 'saved', privacy: { version: 5, preset: 'none' } });
    expect(changedParts(before, server.privacy)).toEqual(['preset']);
  });

  it('[VW166] any other refusal is told as one', async () => {
    const { desk, server } = await startTestDesk();
    const before = (await desk.privacy.read('demo'))!;
    server.line.refuseNext('privacy:write', 'forbidden');
    expect(await desk.privacy.write(before, before)).toEqual({ type: 'refused', code: 'forbidden' });
    server.line.refuseNext('privacy:read', 'forbidden');
    expect(await desk.privacy.read('demo')).toBe(null);
  });
});
