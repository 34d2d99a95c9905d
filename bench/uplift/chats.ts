import { alwaysValidUplift, type Count, judge, perAcceptedChat } from '@theke/uplift';
import { binomial, dice } from './dice.ts';

// Shops by what chatting does: nothing, though those who chat buy more; or something that is known.

const holdoutShare = 0.2;
const keenShare = 0.025;
const count = (visitors: number, converted: number): Count => ({ visitors, converted });

/** Chatting changes nothing, but those who mean to buy chat: the naive figure, and what the report says. */
export function selfSelection(visitors: number, seed: number) {
  const roll = dice(seed);
  const heldOut = binomial(roll, visitors, holdoutShare);
  const arm = (size: number, chatsIfKeen: number) => {
    const keen = binomial(roll, size, keenShare);
    // Keen visitors accept an invitation, or open the chat by themselves less often.
    const chatted = binomial(roll, keen, chatsIfKeen);
    const byChatters = binomial(roll, chatted, 0.1);
    const byOthers = binomial(roll, keen - chatted, 0.1) + binomial(roll, size - keen, 0.0147);
    return { chatted, byChatters, byOthers, all: count(size, byChatters + byOthers) };
  };
  const [invite, holdout] = [arm(visitors - heldOut, 0.9), arm(heldOut, 0.3)];
  const chatted = invite.chatted + holdout.chatted;
  const chattersRate = (invite.byChatters + holdout.byChatters) / chatted;
  const othersRate = (invite.byOthers + holdout.byOthers) / (visitors - chatted);
  const interval = alwaysValidUplift(invite.all, holdout.all, { plannedVisitors: visitors });
  const fewestConversions = Math.min(invite.all.converted, holdout.all.converted);
  const sound = { holdoutShare, ratioP: 1, bothArmsShare: 0, fullDays: 28 };
  return {
    naive: chattersRate / othersRate - 1,
    verdict: judge({ ...sound, fewestConversions, interval }).verdict,
    covers: !interval || (interval.low <= 0 && interval.high >= 0),
  };
}

/** What a chat truly changes where it changes something: ten in a hundred of those who chat because they were invited buy for it. */
const truth = 0.1;

/** A shop of 2 000 visitors a day for 28 days: on how many days there was a figure for each accepted chat, and whether one missed. */
export function perChat(seed: number): { told: number; missed: boolean } {
  const roll = dice(seed);
  const sums = { visitors: [0, 0], chats: [0, 0], buyers: [0, 0] };
  let [told, missed] = [0, false];
  for (let day = 0; day < 28; day += 1) {
    const heldOut = binomial(roll, 2_000, holdoutShare);
    for (const [arm, size] of [2_000 - heldOut, heldOut].entries()) {
      const keen = binomial(roll, size, keenShare);
      const alone = binomial(roll, keen, 0.3);
      const moved = arm === 0 ? binomial(roll, keen - alone, 0.6 / 0.7) : 0;
      sums.visitors[arm]! += size;
      sums.chats[arm]! += alone + moved;
      sums.buyers[arm]! += binomial(roll, size - moved, 0.02) + binomial(roll, moved, 0.02 + truth);
    }
    const of = (counted: number[]) => ({
      invite: count(sums.visitors[0]!, counted[0]!),
      holdout: count(sums.visitors[1]!, counted[1]!),
    });
    const found = perAcceptedChat(of(sums.buyers), of(sums.chats), { plannedVisitors: 56_000 });
    if (!found) continue;
    told += 1;
    missed ||= found.low > truth || found.high < truth;
  }
  return { told, missed };
}
