import type { Me } from '@theke/protocol';

/** Who sits at this desk, and why nobody does. */
export type Session =
  | { phase: 'checking' }
  | { phase: 'out'; busy: boolean; why: SignedOutWhy | null; waitMs?: number }
  | { phase: 'in'; me: Me };

export type SignedOutWhy = 'missing' | 'wrong' | 'locked' | 'unreachable' | 'signedOut' | 'revoked' | 'idle';

export type SignInAnswer =
  | { ok: true; me: Me }
  | { ok: false; why: 'wrong' | 'locked' | 'unreachable'; waitMs?: number };

export type SessionEvent =
  | { type: 'known'; me: Me }
  | { type: 'unknown'; why?: 'unreachable' }
  | { type: 'trying' }
  | { type: 'incomplete' }
  | { type: 'answered'; answer: SignInAnswer }
  | { type: 'ended'; why: 'signedOut' | 'revoked' | 'idle' };

/** The next state of the session. */
export function nextSession(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'known':
      return { phase: 'in', me: event.me };
    case 'unknown':
      return session.phase === 'in' ? session : { phase: 'out', busy: false, why: event.why ?? null };
    case 'incomplete':
      return session.phase === 'out' ? { phase: 'out', busy: false, why: 'missing' } : session;
    case 'trying':
      return session.phase === 'out' ? { phase: 'out', busy: true, why: null } : session;
    case 'answered':
      if (session.phase !== 'out') return session;
      if (event.answer.ok) return { phase: 'in', me: event.answer.me };
      return { phase: 'out', busy: false, why: event.answer.why, waitMs: event.answer.waitMs };
    case 'ended':
      return session.phase === 'in' ? { phase: 'out', busy: false, why: event.why } : session;
  }
}

/** The three calls of the session. None ever rejects. */
export interface SessionHttp {
  me(): Promise<Me | null | 'unreachable'>;
  signIn(email: string, password: string): Promise<SignInAnswer>;
  signOut(): Promise<void>;
}

// Told by the server only as 429 without a figure: its lock-out lasts a quarter of an hour.
const usualLockMs = 15 * 60_000;

/** The session over HTTP. `server` is an origin or empty for our own. The cookie itself is never seen here. */
export function createSessionHttp(server: string, fetchIt: typeof fetch): SessionHttp {
  const ask = (path: string, init: RequestInit = {}) =>
    fetchIt(`${server}/api/v1/${path}`, {
      ...init,
      credentials: 'include',
      cache: 'no-store',
      // Shows the server that a script of ours writes, not a form of another site.
      headers: {
        accept: 'application/json',
        'x-theke': '1',
        ...(init.body ? { 'content-type': 'application/json' } : {}),
      },
    });
  return {
    async me() {
      try {
        const answer = await ask('me');
        if (answer.ok) return ((await answer.json()) as { me: Me }).me;
        return answer.status >= 500 ? 'unreachable' : null;
      } catch {
        return 'unreachable';
      }
    },
    async signIn(email, password) {
      try {
        const answer = await ask('sign-in', { method: 'POST', body: JSON.stringify({ email, password }) });
        if (answer.ok) return { ok: true, me: ((await answer.json()) as { me: Me }).me };
        if (answer.status === 429) return { ok: false, why: 'locked', waitMs: waitOf(answer) };
        return { ok: false, why: answer.status >= 500 ? 'unreachable' : 'wrong' };
      } catch {
        return { ok: false, why: 'unreachable' };
      }
    },
    async signOut() {
      await ask('sign-out', { method: 'POST' }).catch(() => {});
    },
  };
}

function waitOf(answer: Response): number {
  const seconds = Number(answer.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : usualLockMs;
}
