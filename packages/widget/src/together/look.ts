import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { ShareSession } from '@theke/cobrowse/share';
import type { MediaStep } from '@theke/protocol';
import type { App } from '../app.ts';
import { en } from '../texts/look.en.ts';
import { Large } from '../ui/together/Large.tsx';
import { MediaCard, type Shown } from '../ui/together/MediaCard.tsx';
import { Seen } from '../ui/together/Seen.tsx';
import { mediaCss } from '../ui/together/sheetMedia.ts';
import { seenCss } from '../ui/together/sheetSeen.ts';
import { createFollowing } from './following.ts';
import { createHiding } from './hiding.ts';
import { createSteps } from './steps.ts';

export interface LookPowers {
  app: App;
  /** Null while this page is not streamed. */
  session: ReadonlySignal<ShareSession | null>;
  /** With whom a video would play in step. */
  agentName(): string | undefined;
  tellFollow(on: boolean): void;
  tellStep(step: Omit<MediaStep, 'shareId'>): void;
}

/**
 * What the visitor sees of being seen: closed eyes on fields, the marked page, being led, and what the agent shows.
 * Fetched when a share begins or something is shown; a call alone never needs it.
 */
export function createLook(powers: LookPowers) {
  const { app, session } = powers;
  const { core, clock, overlay } = app;
  const { window, host } = core;
  const texts = computed(() => app.german.value?.look ?? en);
  const removeSheet = app.addSheet(seenCss + mediaCss);
  const layer = window.document.createElement('div');
  layer.className = 'c sight';
  overlay.append(layer);
  const hiding = createHiding({
    ...{ window, host, clock, layer, session },
    texts: () => texts.peek(),
    say: app.announcer.say,
  });
  const following = createFollowing({
    ...{ window, clock },
    nodeOf: (id) => session.peek()?.surface.nodeOf(id) ?? null,
    tell: powers.tellFollow,
  });
  const steps = createSteps(powers.tellStep);
  const undo = effect(() => {
    if (!session.value) following.rest();
  });

  return {
    ...{ app, texts, hiding, following, steps, Seen, MediaCard, Large },
    agentName: powers.agentName,
    /** What stands large on the page. */
    large: signal<Shown | null>(null),
    close() {
      undo();
      hiding.close();
      following.close();
      layer.remove();
      removeSheet();
    },
  };
}

export type Look = ReturnType<typeof createLook>;
