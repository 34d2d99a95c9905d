import { memoryStore } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { anna } from '../testing/fixtures.ts';
import { createPreferences } from './preferences.ts';
import { createSessionHttp, nextSession, type Session } from './session.ts';

const out: Session = { phase: 'out', busy: false, why: null };
const answerWith = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => {
  const seen: { url: string; init: RequestInit }[] = [];
  const http = createSessionHttp('', async (url, init) => {
    seen.push({ url: String(url), init: init ?? {} });
    return new Response(JSON.stringify(body), { status, headers });
  });
  return { http, seen };
};

describe('signing in', () => {
  it('[CH85] a wrong word, a lock-out and a silent server each have their own reason', async () => {
    expect(await answerWith(401).http.signIn('a@b', 'x')).toEqual({ ok: false, why: 'wrong' });
    expect(await answerWith(429, {}, { 'retry-after': '120' }).http.signIn('a@b', 'x')).toEqual({
      ok: false,
      why: 'locked',
      waitMs: 120_000,
    });
    expect(await answerWith(429).http.signIn('a@b', 'x')).toMatchObject({ why: 'locked', waitMs: 900_000 });
    expect(await answerWith(503).http.signIn('a@b', 'x')).toEqual({ ok: false, why: 'unreachable' });
    const silent = createSessionHttp('', () => Promise.reject(new TypeError('network')));
    expect(await silent.signIn('a@b', 'x')).toEqual({ ok: false, why: 'unreachable' });
    expect(await silent.me()).toBe('unreachable');
    await expect(silent.signOut()).resolves.toBeUndefined();
  });

  it('[CH85] every call carries the cookie and the mark that a script of ours writes', async () => {
    const { http, seen } = answerWith(200, { me: anna });
    expect(await http.signIn('anna@demo.shop', 'right')).toEqual({ ok: true, me: anna });
    expect(await http.me()).toEqual(anna);
    expect(seen.map((one) => one.url)).toEqual(['/api/v1/sign-in', '/api/v1/me']);
    for (const { init } of seen) {
      expect(init.credentials).toBe('include');
      expect(new Headers(init.headers).get('x-theke')).toBe('1');
    }
  });

  it('[CH85] an ended session comes back to the sign-in with its reason; late answers change nothing', () => {
    const signedIn: Session = { phase: 'in', me: anna };
    expect(nextSession(signedIn, { type: 'ended', why: 'idle' })).toEqual({ phase: 'out', busy: false, why: 'idle' });
    expect(nextSession(signedIn, { type: 'answered', answer: { ok: false, why: 'wrong' } })).toBe(signedIn);
    expect(nextSession(out, { type: 'ended', why: 'revoked' })).toBe(out);
    expect(nextSession(out, { type: 'trying' })).toEqual({ phase: 'out', busy: true, why: null });
    expect(nextSession(out, { type: 'incomplete' })).toMatchObject({ why: 'missing' });
  });
});

describe('preferences', () => {
  it('[CH89] are kept in this browser, and what does not fit is the usual', () => {
    const store = memoryStore();
    createPreferences(store, 'de').set({ theme: 'dark', sound: false });
    expect(createPreferences(store, 'de').value.value).toMatchObject({ theme: 'dark', sound: false, language: 'de' });
    store.write('desk:preferences', '{"theme":"pink","density":7,"shortcuts":"no"}');
    expect(createPreferences(store, 'en').value.value).toEqual({
      language: 'en',
      theme: 'auto',
      density: 'comfortable',
      sound: true,
      shortcuts: true,
    });
    store.write('desk:preferences', 'null');
    expect(createPreferences(store, 'en').value.value.theme).toBe('auto');
  });
});
