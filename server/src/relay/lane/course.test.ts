import { describe, expect, it } from 'vitest';
import { type Course, nextCourse } from './course.ts';

/** Plays chunks to one view. `missed`: it was not free for this one; `only`: that one was for somebody else. */
function play(sent: { stream: number; seq: number; after?: number; chunks?: number; missed?: true; only?: true }[]) {
  const lengths = new Map<number, number>();
  let course: Course = null;
  const used: string[] = [];
  for (const { stream, seq, after, chunks, missed, only } of sent) {
    if (missed) course = null;
    else if (!only) {
      const step = nextCourse(
        course,
        { stream, seq, continues: after ? { after, chunks: chunks ?? null } : null },
        (of) => lengths.get(of),
      );
      course = step.course;
      if (step.use) used.push(`${stream}.${seq}`);
    }
    lengths.set(stream, seq + 1);
  }
  return { used, course };
}

describe('what a view can use', () => {
  it('[SH213] a view that is whole goes on in the stream after a picture made for somebody else', () => {
    const { used } = play([
      { stream: 1, seq: 0 },
      { stream: 1, seq: 1 },
      { stream: 2, seq: 0, only: true },
      { stream: 3, seq: 0, after: 1 },
      { stream: 3, seq: 1 },
    ]);
    expect(used).toEqual(['1.0', '1.1', '3.0', '3.1']);
  });

  it('[SH213] who came late goes on from the picture made for it', () => {
    const { used } = play([
      { stream: 1, seq: 4, missed: true },
      { stream: 1, seq: 5 },
      { stream: 2, seq: 0 },
      { stream: 2, seq: 1 },
      { stream: 3, seq: 0, after: 1 },
    ]);
    expect(used).toEqual(['2.0', '2.1', '3.0']);
  });

  it('[SH215] a view with a hole gets neither the rest of its stream nor one that goes on from it', () => {
    expect(
      play([
        { stream: 1, seq: 0 },
        { stream: 1, seq: 1, missed: true },
        { stream: 1, seq: 2 },
        { stream: 3, seq: 0, after: 1 },
        { stream: 3, seq: 1 },
        { stream: 4, seq: 0 },
      ]).used,
    ).toEqual(['1.0', '4.0']);
  });

  it('[SH215] nor does anybody, when its end was lost on the way to us', () => {
    const begun = [
      { stream: 1, seq: 0 },
      { stream: 1, seq: 1 },
    ];
    expect(play([...begun, { stream: 3, seq: 0, after: 1, chunks: 3 }]).used).toEqual(['1.0', '1.1']);
    expect(play([...begun, { stream: 3, seq: 0, after: 1, chunks: 2 }]).used).toEqual(['1.0', '1.1', '3.0']);
  });

  it('[SH215] neither does one whose own picture was not finished', () => {
    const { used, course } = play([
      { stream: 2, seq: 0 },
      { stream: 2, seq: 1, only: true },
      { stream: 3, seq: 0, after: 1 },
    ]);
    expect(used).toEqual(['2.0']);
    expect(course).toBeNull();
  });

  it('[SH215] nor one that stopped, whole, at a stream before that', () => {
    const { used } = play([
      { stream: 1, seq: 0 },
      { stream: 3, seq: 1, only: true },
      { stream: 5, seq: 0, after: 3 },
    ]);
    expect(used).toEqual(['1.0']);
  });

  it('[SH215] what is repeated or late is not told twice', () => {
    expect(
      play([
        { stream: 2, seq: 0 },
        { stream: 2, seq: 1 },
        { stream: 1, seq: 7 },
        { stream: 2, seq: 2 },
      ]).used,
    ).toEqual(['2.0', '2.1', '2.2']);
  });
});
