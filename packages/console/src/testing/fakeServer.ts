import type { AgentWelcome, DeskConversation } from '@theke/protocol';
import { createFakeDesk, type FakeDesk } from './fakeDesk.ts';
import { addRules, type FakeRules } from './fakeRules.ts';
import { addShares, type FakeShares } from './fakeShare.ts';
import { addShop, type FakeShop } from './fakeShop.ts';
import { addTalk } from './fakeTalk.ts';
import { addWhy, type FakeWhy } from './fakeWhy.ts';

/** A server small enough for one desk: keeps conversations and entries, and behaves as the protocol says. */
export interface FakeServer extends FakeDesk, FakeShares, FakeShop {
  readonly rules: FakeRules;
  readonly why: FakeWhy;
  arrive(conversation: DeskConversation): void;
}

/** Makes a {@link FakeServer} around a present. `now` is its clock. */
export function createFakeServer(present: AgentWelcome, now: () => number): FakeServer {
  const desk = createFakeDesk(present, now);
  addTalk(desk, now);
  const shares = addShares(desk, now);
  const shop = addShop(desk, now);
  return {
    ...desk,
    ...shares,
    // Not spread: it is read anew each time.
    get privacy() {
      return shop.privacy;
    },
    setPrivacy: shop.setPrivacy,
    rules: addRules(desk, now),
    why: addWhy(desk, now),
    arrive(conversation) {
      present.conversations.push(conversation);
      desk.line.arrive('conversation:changed', conversation);
    },
  };
}
