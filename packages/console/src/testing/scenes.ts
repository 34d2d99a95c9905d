import type { Author, Me } from '@theke/protocol';
import { createFakeServer, type FakeServer } from './fakeServer.ts';
import { anna, ben, busyPresent, emptyPresent, share } from './fixtures.ts';
import { radarVisit } from './radarScene.ts';

const visitor: Author = { kind: 'visitor' };
const minuteMs = 60_000;

/** A server with something going on: `empty`, or a busy desk with three conversations. */
export function createScene(name: string, now: () => number, me: Me = anna): FakeServer {
  const server = createFakeServer({ ...(name === 'empty' ? emptyPresent(now()) : busyPresent(now())), me }, now);
  if (name === 'empty') return server;
  if (name === 'radar') server.present.visits.push(...Array.from({ length: 500 }, (_, no) => radarVisit(no, now())));
  const agent: Author = { kind: 'agent', agentId: 'agt_anna', name: 'Anna Brandt' };
  const at = (minutesAgo: number) => ({ at: now() - minutesAgo * minuteMs });
  const event = (id: string, what: never, minutesAgo: number) =>
    server.say(id, { kind: 'system' }, { type: 'event', event: what }, at(minutesAgo));

  event('cnv_mara', { type: 'started', via: 'invitation', skill: 'sales' } as never, 15);
  event('cnv_mara', { type: 'assigned', agentName: 'Anna Brandt' } as never, 15);
  server.say('cnv_mara', visitor, { type: 'text', text: 'Hello, I am at the checkout with the Fjord coat.' }, at(14));
  server.say(
    'cnv_mara',
    visitor,
    { type: 'text', text: 'Does the voucher from the newsletter work together with the free shipping?' },
    at(14),
  );
  server.say(
    'cnv_mara',
    agent,
    {
      type: 'text',
      text: 'Good morning, Ms Winter. Yes, both together – the voucher comes off first, and shipping is free from 50 €.',
    },
    at(13),
  );
  server.say(
    'cnv_mara',
    agent,
    { type: 'link', url: 'https://wetterfest.example/en/help/shipping', title: 'Shipping and vouchers' },
    at(13),
  );
  server.say(
    'cnv_mara',
    visitor,
    {
      type: 'text',
      text: 'Thank you. And may I change the size later if the M is too tight? I read https://wetterfest.example/en/help/returns but I am not sure it applies to sale articles.',
    },
    at(2),
  );
  server.say(
    'cnv_mara',
    agent,
    { type: 'text', text: 'It does, for thirty days. I can look at the form with you if you like.' },
    at(1),
  );

  server.say('cnv_jonas', visitor, { type: 'text', text: 'Are the Harbour boots true to size?' }, at(6));
  server.say('cnv_jonas', agent, { type: 'text', text: 'They run half a size large.' }, at(5));
  server.say('cnv_jonas', visitor, { type: 'text', text: 'Then 43 for me' }, at(1));
  server.say('cnv_jonas', visitor, { type: 'text', text: 'Do you have them in black?' }, at(1));

  const ebay = { leg: { legId: 'leg_ebay', kind: 'webhook', channelName: 'eBay' } };
  const erika: Author = { kind: 'contact', name: 'Erika Land' };
  server.say(
    'cnv_post',
    erika,
    { type: 'post', text: 'My parka leaks after two weeks. Disappointed.', permalink: 'https://ebay.example/p/77' },
    { ...ebay, at: now() - 1_500 * minuteMs },
  );
  server.say(
    'cnv_post',
    agent,
    { type: 'text', text: 'That should not happen. I will help you right away.' },
    { ...ebay, ...at(5), delivery: 'sent' },
  );
  event('cnv_post', { type: 'handedOff', channel: 'eBay' } as never, 4);
  server.say('cnv_post', erika, { type: 'text', text: 'Thank you. I have the receipt here.' }, { ...ebay, ...at(3) });
  server.say(
    'cnv_post',
    agent,
    { type: 'text', text: 'Please follow the link, then I can look at the seams with you.' },
    { ...ebay, ...at(2), delivery: 'failed' },
  );

  // Whoever oversees sees Jonas with Ben, his page shared.
  if (name === 'team') {
    const jonas = server.present.conversations.find((one) => one.conversationId === 'cnv_jonas');
    if (jonas) Object.assign(jonas, { agent: ben, share: share('cnv_jonas', { shareId: 'shr_2', agent: ben }) });
  }
  const read: Record<string, [agent: number, visitor: number]> = {
    cnv_mara: [8, 8],
    cnv_jonas: [2, 2],
    cnv_post: [5, 2],
  };
  for (const one of server.present.conversations) {
    const [agentSeq, visitorSeq] = read[one.conversationId] ?? [0, 0];
    one.readByAgentSeq = agentSeq;
    one.readByVisitorSeq = visitorSeq;
  }
  return server;
}
