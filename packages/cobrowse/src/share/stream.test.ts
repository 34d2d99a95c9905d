import { fakeClock } from '@theke/kit';
import { type Answer, no, type PageChunk, yes } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../events.ts';
import { createUnpacker } from '../view/unpack.ts';
import { createStream } from './stream.ts';

const text = (value: string): PageEvent => ({
  type: 3,
  data: { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: 1, value }] },
});
const whole = (textContent: string): PageEvent => ({
  type: 2,
  data: { node: { type: 3, id: 1, textContent }, initialOffset: { left: 0, top: 0 } },
});
const noise = (length: number) =>
  Array.from({ length: length / 6 }, (_, i) => ((i * 2_654_435_761) >>> 0).toString(36)).join('');

/** A stream on a line whose answers come when the test says so. */
function line(answers: 'at once' | 'held' = 'at once') {
  const clock = fakeClock();
  const sent: PageChunk[] = [];
  const held: ((answer: Answer<void>) => void)[] = [];
  const told = { room: 0, refused: [] as string[], heavy: 0 };
  const world = { buffered: 0, answer: yes(undefined) as Answer<void>, answers };
  const stream = createStream({
    shareId: 's',
    firstStream: 7,
    maxChunkBytes: 1_000,
    maxPictureBytes: 150_000,
    send(chunk) {
      sent.push(chunk);
      return world.answers === 'held' ? new Promise((done) => held.push(done)) : Promise.resolve(world.answer);
    },
    bufferedBytes: () => world.buffered,
    clock,
    onRoom() {
      told.room += 1;
    },
    onRefused: (code) => told.refused.push(code),
    onTooHeavy() {
      told.heavy += 1;
    },
  });
  const settle = async () => {
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
  };
  return { clock, sent, held, told, world, stream, settle };
}

function read(chunks: PageChunk[]): string[] {
  const unpacker = createUnpacker();
  return chunks
    .flatMap(({ bytes }) => unpacker.unpack(bytes))
    .map((row) => (JSON.parse(row) as { data: { texts: { value: string }[] } }).data.texts[0]!.value);
}

describe('the stream of chunks', () => {
  it('[SH16] streams count up from the given number, chunks from nought; a new one begins a new context', async () => {
    const { stream, sent, settle, clock } = line();
    stream.begin();
    stream.add(text('a'));
    await settle();
    clock.advance(25);
    stream.add(text('b'));
    await settle();
    stream.begin();
    stream.add(text('c'));
    await settle();
    expect(sent.map(({ stream, seq }) => [stream, seq])).toEqual([
      [7, 0],
      [7, 1],
      [8, 0],
    ]);
    expect(read(sent.slice(0, 2))).toEqual(['a', 'b']);
    expect(read(sent.slice(2))).toEqual(['c']);
  });

  it('[SH17] the first change after a quiet moment goes at once, the next ones together, at most forty times a second', async () => {
    const { stream, sent, settle, clock } = line();
    stream.begin();
    stream.add(text('a'));
    await settle();
    expect(sent).toHaveLength(1);
    stream.add(text('b'));
    stream.add(text('c'));
    await settle();
    clock.advance(24);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    expect(sent).toHaveLength(2);
    expect(read(sent)).toEqual(['a', 'b', 'c']);
    for (let ms = 0; ms < 10_000; ms += 5) {
      stream.add(text('d'));
      clock.advance(5);
      await settle();
    }
    expect(sent.length).toBeGreaterThan(300);
    expect(sent.length).toBeLessThanOrEqual(402);
    clock.advance(100);
    expect(clock.pending).toBe(0);
  });

  it('[SH21] the pieces of a large picture go no faster than servers allow: sixty at once, then fifty a second', async () => {
    const { stream, sent, settle, clock } = line();
    stream.begin();
    stream.add(whole(noise(160_000)));
    await settle();
    const atOnce = sent.length;
    for (let ms = 0; ms < 500; ms += 25) {
      clock.advance(25);
      await settle();
    }
    expect(atOnce).toBe(60);
    expect(sent.length - atOnce).toBeGreaterThan(20);
    expect(sent.length - atOnce).toBeLessThanOrEqual(25);
  });

  it('[SH3] at most sixteen chunks are on their way unanswered; the rest waits in order', async () => {
    const { stream, sent, held, settle } = line('held');
    stream.begin();
    stream.add(whole(noise(60_000)));
    await settle();
    expect(sent).toHaveLength(16);
    held[0]!(yes(undefined));
    await settle();
    expect(sent).toHaveLength(17);
    expect(sent.map(({ seq }) => seq)).toEqual(Array.from({ length: 17 }, (_, i) => i));
    expect(Math.max(...sent.map(({ bytes }) => bytes.length))).toBe(1_000);
  });

  it('[SH3] what waits too long in number is dropped whole, and a new picture is wanted once the line is free', async () => {
    const { stream, sent, settle, clock, told, world } = line();
    stream.begin();
    stream.add(text('a'));
    await settle();
    world.buffered = 1_000_000;
    clock.advance(20);
    for (let i = 0; i < 60; i += 1) stream.add(text('x'.repeat(50_000)));
    await settle();
    clock.advance(500);
    expect([sent.length, told.room]).toEqual([1, 0]);
    expect(stream.stats.dropped).toBeGreaterThan(30);
    world.buffered = 0;
    clock.advance(50);
    expect(told.room).toBe(1);
    stream.add(text('of no use now'));
    await settle();
    expect(sent).toHaveLength(1);
  });

  it('[SH6] after a lost chunk nothing of that stream is sent; a new picture is wanted later and later, or when the answer says', async () => {
    const { stream, sent, settle, clock, told, world } = line();
    world.answer = no('timeout');
    stream.begin();
    stream.add(text('a'));
    await settle();
    stream.add(text('b'));
    await settle();
    expect(sent).toHaveLength(1);
    clock.advance(499);
    expect(told.room).toBe(0);
    clock.advance(2);
    expect(told.room).toBe(1);
    stream.begin();
    stream.add(text('c'));
    await settle();
    clock.advance(900);
    expect(told.room).toBe(1);
    clock.advance(200);
    expect(told.room).toBe(2);
    world.answer = no('tooOften', { retryInMs: 5_000 });
    stream.begin();
    stream.add(text('d'));
    await settle();
    clock.advance(4_900);
    expect(told.room).toBe(2);
    clock.advance(200);
    expect(told.room).toBe(3);
  });

  it('[SH5] a refusal for good is told and nothing is tried again', async () => {
    const { stream, settle, clock, told, world } = line();
    world.answer = no('gone');
    stream.begin();
    stream.add(text('a'));
    await settle();
    clock.advance(60_000);
    expect(told.refused).toEqual(['gone']);
    expect(told.room).toBe(0);
  });

  it('[SH22] a chunk that overtakes the joining of the share is not yet the end; being refused four times running is', async () => {
    const { stream, settle, clock, told, world } = line();
    const round = async () => {
      stream.begin();
      stream.add(text('a'));
      await settle();
      clock.advance(10_000);
    };
    world.answer = no('notGranted');
    for (let i = 0; i < 3; i += 1) await round();
    expect([told.refused, told.room]).toEqual([[], 3]);
    world.answer = yes(undefined);
    await round();
    world.answer = no('notGranted');
    for (let i = 0; i < 3; i += 1) await round();
    expect(told.refused).toEqual([]);
    await round();
    expect(told.refused).toEqual(['notGranted']);
  });

  it('[SH18] a picture larger than a picture may be is not begun', async () => {
    const { stream, sent, settle, told } = line();
    stream.begin();
    stream.add(whole(noise(480_000)));
    await settle();
    expect([told.heavy, sent.length]).toEqual([1, 0]);
  });

  it('[SH1] after stop nothing is sent, whatever was waiting, and no timer is left', async () => {
    const { stream, sent, settle, clock } = line();
    stream.begin();
    stream.add(text('a'));
    await settle();
    stream.add(text('b'));
    stream.stop();
    stream.add(text('c'));
    stream.begin();
    stream.add(text('d'));
    await settle();
    clock.advance(1_000);
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
