import { computed, signal } from '@preact/signals-core';
import type { Time } from '@theke/protocol';
import type { App } from '../app.ts';
import { en } from '../texts/ways.en.ts';
import { AwayForm } from '../ui/ways/AwayForm.tsx';
import { CodeEntry, CodeShow } from '../ui/ways/Codes.tsx';
import { HandoffCard } from '../ui/ways/HandoffCard.tsx';
import { InvitationCard } from '../ui/ways/InvitationCard.tsx';
import { waysCss } from '../ui/ways/sheet.ts';
import { createHandoffs } from './handoffs.ts';
import { createInviting } from './inviting.ts';
import { createLeaving } from './leave.ts';
import { createRuns } from './runs.ts';

/** Digits on the visitor's screen, or why there are none. */
export type ShownCode = { phase: 'asking' } | { phase: 'shown'; digits: string; expiresAt: Time } | { phase: 'failed' };

/** The side entrances: session links and codes, invitations, digits for the phone, the form for when nobody is there. */
export function createWays(app: App) {
  const { core, visit, talk, clock, online } = app;
  const texts = computed(() => app.german.value?.ways ?? en);
  app.cleanup.add(app.addSheet(waysCss));
  const handoffs = createHandoffs({ core, visit, talk, online, open: app.open });
  const shown = signal<ShownCode>({ phase: 'asking' });
  const left = signal('');
  const inviting = createInviting(app, () => texts.peek());
  return {
    texts,
    inviting,
    handoffs,
    run: createRuns(app, handoffs),
    leave: createLeaving({ talk, line: visit.line, clock, online }),
    shown,
    /** The address given in the away form. */
    left,
    /** What comes next, for the line above the composer. */
    said: computed(() => {
      const { leaveThanks, next } = texts.value;
      const wish = inviting.wish.value;
      return left.value ? leaveThanks(left.value) : wish && next[wish];
    }),
    async showCode() {
      shown.value = { phase: 'asking' };
      const up = await online();
      const answer = up ? await visit.line.ask('code:show', undefined) : null;
      shown.value = answer?.ok ? { phase: 'shown', ...answer.value } : { phase: 'failed' };
    },
    AwayForm,
    CodeEntry,
    CodeShow,
    HandoffCard,
    InvitationCard,
  };
}

export type Ways = ReturnType<typeof createWays>;
