import type { ActingCapability } from '@theke/protocol';
import { nameOf } from '../format/who.ts';
import type { Texts } from '../texts/index.ts';
import { standingOf } from './grants.ts';
import { isMine, mineOf, openOf, othersOf, queueOf, shareStands, stagedOf } from './lists.ts';
import { mayOversee } from './rulesDesk.ts';
import type { DeskState } from './state.ts';

/** What a line of the palette does. */
export type CommandAct =
  | { type: 'accept' }
  | { type: 'open'; conversationId: string }
  | { type: 'ask' | 'push' | 'call' | 'shop' | 'close' | 'watch' | 'show'; conversationId: string }
  | { type: 'grant'; capability: ActingCapability }
  | { type: 'place'; place: 'desk' | 'rules' | 'uplift' }
  | { type: 'unwatch' | 'invite' }
  | { type: 'code' | 'available' | 'keys' | 'privacy' | 'signOut' };

export interface Command {
  words: string;
  hint?: string;
  act: CommandAct;
}

/** Everything that can be done right now, nearest first; what cannot be done is not offered. */
export function commandsFor(state: DeskState, texts: Texts): Command[] {
  const commands: Command[] = [];
  if (queueOf(state).length > 0) commands.push({ words: texts.palette.acceptNext, hint: 'A', act: { type: 'accept' } });
  const open = openOf(state);
  if (open?.status === 'active' && isMine(state, open)) {
    const { conversationId } = open;
    const stands = shareStands(open.share);
    const here = open.visitor?.online;
    if (here && (stands === 'free' || stands === 'refused')) {
      commands.push({ words: texts.act.ask, act: { type: 'ask', conversationId } });
    }
    if (here) commands.push({ words: texts.act.push, act: { type: 'push', conversationId } });
    if (here) commands.push({ words: texts.act.call, act: { type: 'call', conversationId } });
    commands.push({ words: texts.act.shop, act: { type: 'shop', conversationId } });
    commands.push({ words: texts.act.close, act: { type: 'close', conversationId } });
  }
  commands.push(...stageCommands(state, texts));
  for (const one of mineOf(state)) {
    const act = { type: 'open', conversationId: one.conversationId } as const;
    if (one !== open) commands.push({ words: texts.palette.goTo(nameOf(one.contact, texts)), act });
  }
  for (const one of othersOf(state)) {
    if (one.share?.phase !== 'on') continue;
    const act = { type: 'watch', conversationId: one.conversationId } as const;
    commands.push({ words: texts.palette.lookOn(nameOf(one.contact, texts)), act });
  }
  commands.push({ words: texts.top.code, act: { type: 'code' } });
  commands.push({
    words: state.available ? texts.palette.goAway : texts.palette.goAvailable,
    act: { type: 'available' },
  });
  commands.push({ words: texts.palette.privacy, act: { type: 'privacy' } });
  commands.push({ words: texts.places.rules, act: { type: 'place', place: 'rules' } });
  if (mayOversee(state.me)) commands.push({ words: texts.places.uplift, act: { type: 'place', place: 'uplift' } });
  commands.push({ words: texts.palette.shortcuts, hint: '?', act: { type: 'keys' } });
  commands.push({ words: texts.settings.signOut, act: { type: 'signOut' } });
  return commands;
}

/** What the shared page on the stage allows. */
function stageCommands(state: DeskState, texts: Texts): Command[] {
  const share = stagedOf(state);
  if (!share) return [];
  const commands: Command[] = [];
  for (const capability of ['control', 'fill'] as const) {
    const { stands } = standingOf(share, state.me.agentId, capability);
    if (stands === 'free' || stands === 'refused')
      commands.push({ words: texts.share.grant[capability], act: { type: 'grant', capability } });
  }
  if (state.watchOpen) return [...commands, { words: texts.others.stop, act: { type: 'unwatch' } }];
  commands.push({ words: texts.share.show, act: { type: 'show', conversationId: share.conversationId } });
  commands.push({ words: texts.share.invite, act: { type: 'invite' } });
  return commands;
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Commands that contain every word typed, in any order; umlauts and accents do not matter. */
export function findCommands(commands: readonly Command[], typed: string): Command[] {
  const wanted = plain(typed).split(/\s+/u).filter(Boolean);
  return commands.filter((command) => wanted.every((word) => plain(command.words).includes(word)));
}
