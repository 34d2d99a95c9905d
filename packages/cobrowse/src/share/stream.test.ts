import { fakeClock } from '@theke/kit';
import { type Answer, no, type PageChunk, yes } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { createUnpacker } from '../view/unpack.ts';
import { createStream } from './stream.ts';

const noise = (length: number) =>
  Array.from({ length: length / 6 }, (_, i) => ((i * 2_654_435_761) >>> 0).toString(36)).join('');

/** A stream on a line whose answers come when the test says so; what is due is a list of lines. */
function line(answers: 'at once' | 'held' = 'at once') {
  const clock = fakeClock();
  const sent: PageChunk[] = [];
  const held: ((answer: Answer<void>) => void)[] = [];
  const told = { room: 0, refused: [] as string[], heavy: 0, filled: 0 };
  const world = { buffered: 0, answer: yes(undefined) as Answer<void>, answers, costMs: 0, slices: 1 };
  const due: string[] = [];
  const shipped: { stream: number; seq: number }[] = [];
  let left = 0;
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
    fill(write) {
      told.filled += 1;
      if (left === 0) left = world.slices;
      left -= 1;
      for (const text of due.splice(0)) write(`${text}\n`);
      if (world.costMs > 0) clock.advance(world.costMs);
      return left === 0;
    },
    later: (then) => void clock.after(0, then),
    onShipped: (last) => shipped.push(last),
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
  const picture = (text = 'picture') => {
    const draft = stream.draft();
    draft.write(`${text}\n`);
    draft.send();
  };
  const tell = (text: string) => {
    due.push(text);
    stream.wake();
  };
  return { clock, sent, held, told, world, stream, settle, picture, tell, shipped };
}

function read(chunks: PageChunk[]): string[] {
  const unpacker = createUnpacker();
  return chunks.flatMap(({ bytes }) => unpacker.unpack(bytes));
}

describe('the stream of chunks', () => {
  it('[SH16] streams count up from the given number, chunks from nought; a new one begins a new context', async () => {
    const { picture, tell, sent, settle, clock, shipped } = line();
    picture('a');
    await settle();
    clock.advance(25);
    tell('b');
    await settle();
    picture('c');
    await settle();
    expect(sent.map(({ stream, seq }) => [stream, seq])).toEqual([
      [7, 0],
      [7, 1],
      [8, 0],
    ]);
    expect(read(sent.slice(0, 2))).toEqual(['a', 'b']);
    expect(read(sent.slice(2))).toEqual(['c']);
    expect(shipped).toEqual(sent.map(({ stream, seq }) => ({ stream, seq })));
  });

  it('[SH17] the first change after a quiet moment goes at once, the next ones together, at most forty times a second', async () => {
    const { picture, tell, sent, settle, clock } = line();
    picture('a');
    tell('b');
    await settle();
    expect(sent).toHaveLength(2);
    tell('c');
    tell('d');
    await settle();
    clock.advance(24);
    expect(sent).toHaveLength(2);
    clock.advance(1);
    expect(sent).toHaveLength(3);
    expect(read(sent)).toEqual(['a', 'b', 'c', 'd']);
    for (let ms = 0; ms < 10_000; ms += 5) {
      tell('e');
      clock.advance(5);
      await settle();
    }
    expect(sent.length).toBeGreaterThan(300);
    expect(sent.length).toBeLessThanOrEqual(403);
    clock.advance(100);
    expect(clock.pending).toBe(0);
  });

  it('[SH104] what costs the page much is told less often: a fifth of its time at most, up to a quarter of a second', async () => {
    const { picture, tell, told, settle, clock, world } = line();
    picture();
    world.costMs = 20;
    const rate = async () => {
      const from = told.filled;
      for (let ms = 0; ms < 3_000; ms += 20) {
        tell('x');
        await settle();
        clock.advance(20);
      }
      return told.filled - from;
    };
    const many = await rate();
    expect(many).toBeLessThanOrEqual(30);
    expect(many).toBeGreaterThan(10);
  });

  it('[SH104] work cut into slices goes on at once, and lines begun in one slice may end in the next', async () => {
    const { picture, tell, told, settle, clock, world, sent } = line();
    picture('a');
    world.slices = 4;
    tell('b');
    await settle();
    for (let i = 0; i < 4; i += 1) {
      clock.advance(0);
      await settle();
    }
    expect(told.filled).toBe(4);
    expect(read(sent)).toEqual(['a', 'b']);
  });

  it('[SH21] the pieces of a large picture go no faster than servers allow: sixty at once, then fifty a second', async () => {
    const { picture, sent, settle, clock } = line();
    picture(noise(160_000));
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
    const { picture, sent, held, settle } = line('held');
    picture(noise(60_000));
    await settle();
    expect(sent).toHaveLength(16);
    held[0]!(yes(undefined));
    await settle();
    expect(sent).toHaveLength(17);
    expect(sent.map(({ seq }) => seq)).toEqual(Array.from({ length: 17 }, (_, i) => i));
    expect(Math.max(...sent.map(({ bytes }) => bytes.length))).toBe(1_000);
  });

  it('[SH3] while the line is full nothing is asked for and nothing piles up; once it is free what is due then goes out', async () => {
    const { picture, tell, sent, settle, clock, told, world } = line();
    picture('a');
    await settle();
    world.buffered = 1_000_000;
    clock.advance(30);
    for (let i = 0; i < 60; i += 1) tell(`line ${i}`);
    await settle();
    clock.advance(500);
    expect([sent.length, told.filled, told.room]).toEqual([1, 0, 0]);
    world.buffered = 0;
    clock.advance(50);
    await settle();
    expect([sent.length, told.filled, told.room]).toEqual([2, 1, 0]);
    expect(read(sent)).toHaveLength(61);
  });

  it('[SH6] after a lost chunk nothing of that stream is sent; a new picture is wanted later and later, or when the answer says', async () => {
    const { picture, tell, sent, settle, clock, told, world } = line();
    world.answer = no('timeout');
    picture('a');
    await settle();
    tell('b');
    await settle();
    expect(sent).toHaveLength(1);
    clock.advance(499);
    expect(told.room).toBe(0);
    clock.advance(2);
    expect(told.room).toBe(1);
    picture('c');
    await settle();
    clock.advance(900);
    expect(told.room).toBe(1);
    clock.advance(200);
    expect(told.room).toBe(2);
    world.answer = no('tooOften', { retryInMs: 5_000 });
    picture('d');
    await settle();
    clock.advance(4_900);
    expect(told.room).toBe(2);
    clock.advance(200);
    expect(told.room).toBe(3);
  });

  it('[SH5] a refusal for good is told and nothing is tried again', async () => {
    const { picture, settle, clock, told, world } = line();
    world.answer = no('gone');
    picture();
    await settle();
    clock.advance(60_000);
    expect(told.refused).toEqual(['gone']);
    expect(told.room).toBe(0);
  });

  it('[SH22] a chunk that overtakes the joining of the share is not yet the end; being refused four times running is', async () => {
    const { picture, settle, clock, told, world } = line();
    const round = async () => {
      picture();
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
    const { picture, sent, settle, told } = line();
    picture(noise(480_000));
    await settle();
    expect([told.heavy, sent.length]).toEqual([1, 0]);
  });

  it('[SH105] a picture for some goes in a stream of its own; the others go on in the next, which says what it continues', async () => {
    const { stream, picture, tell, sent, settle, clock } = line();
    picture('a');
    await settle();
    clock.advance(25);
    tell('b');
    await settle();
    const draft = stream.draft();
    draft.write('for ben\n');
    draft.sendOnly(['ben']);
    tell('c');
    await settle();
    expect(sent.map(({ stream, seq, only }) => [stream, seq, only])).toEqual([
      [7, 0, undefined],
      [7, 1, undefined],
      [8, 0, ['ben']],
      [9, 0, undefined],
    ]);
    expect(read(sent.slice(2, 3))).toEqual(['for ben']);
    expect(read(sent.slice(3))).toEqual(['{"type":5,"data":{"after":7,"chunks":2}}', 'c']);
  });

  it('[SH105] that a picture for some was lost harms nobody else', async () => {
    const { stream, picture, sent, settle, clock, told, world } = line();
    picture('a');
    await settle();
    world.answer = no('timeout');
    const draft = stream.draft();
    draft.write('for ben\n');
    draft.sendOnly(['ben']);
    world.answer = yes(undefined);
    await settle();
    clock.advance(60_000);
    expect(told.room).toBe(0);
    expect(stream.isWhole).toBe(true);
    expect(sent.at(-1)!.stream).toBe(9);
  });

  it('[SH1] after stop nothing is sent, whatever was waiting, and no timer is left', async () => {
    const { stream, picture, tell, sent, settle, clock } = line();
    picture('a');
    tell('b');
    stream.stop();
    tell('c');
    picture('d');
    await settle();
    clock.advance(1_000);
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
