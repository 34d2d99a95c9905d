import { expect, it } from 'vitest';
import { checkHistory, type HistoryEvent } from './history.ts';

const attempted = (id: string, client = 'v'): HistoryEvent => ({ type: 'attempted', client, conversation: 'c', id });
const acknowledged = (id: string, seq: number, client = 'v'): HistoryEvent => ({
  type: 'acknowledged',
  client,
  conversation: 'c',
  id,
  seq,
});
const shown = (id: string, seq: number, client = 'v'): HistoryEvent => ({
  type: 'shown',
  client,
  conversation: 'c',
  id,
  seq,
});

const good: HistoryEvent[] = [
  attempted('a'),
  attempted('b'),
  acknowledged('a', 1),
  shown('a', 1),
  shown('a', 1, 'agent'),
  acknowledged('b', 2),
  shown('b', 2),
  shown('b', 2, 'agent'),
];

it('[RE92] the history checker is content with a correct history', () => {
  expect(checkHistory(good, ['v', 'agent'])).toEqual({ lost: [], doubled: [], outOfOrder: [], unexpected: [] });
});

it.each<[string, HistoryEvent[], 'lost' | 'doubled' | 'outOfOrder' | 'unexpected']>([
  ['an acknowledged message is missing on a screen', good.slice(0, -1), 'lost'],
  ['a message is shown twice', [...good, shown('b', 3)], 'doubled'],
  ['one message got two numbers', [...good, acknowledged('a', 7)], 'doubled'],
  ['two messages got one number', [...good, attempted('x'), acknowledged('x', 2)], 'outOfOrder'],
  [
    'a number is left out',
    good.map((event) => (event.type === 'attempted' || event.id === 'a' ? event : { ...event, seq: 3 })),
    'outOfOrder',
  ],
  [
    'screens disagree about the order',
    [...good.slice(0, 4), shown('b', 1, 'agent'), shown('a', 2, 'agent')],
    'outOfOrder',
  ],
  [
    'a sender’s own messages are swapped',
    [attempted('a'), attempted('b'), acknowledged('a', 2), acknowledged('b', 1)],
    'outOfOrder',
  ],
  ['something is shown that nobody sent', [...good, shown('ghost', 3)], 'unexpected'],
])('[RE92] the history checker sees it when %s', (_, history, kind) => {
  expect(checkHistory(history, ['v', 'agent'])[kind]).not.toEqual([]);
});
