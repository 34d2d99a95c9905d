/**
 * What one view has of a share's streams: everything of `stream` up to `next`, standing on a whole picture. Null: nothing of
 * use; only a picture helps.
 */
export type Course = { stream: number; next: number } | null;

/** Of the first chunk of a stream that goes on from another: which one, and how many chunks that had. */
export interface Continues {
  after: number;
  chunks: number | null;
}

/** A chunk as far as its place goes. */
export interface Step {
  stream: number;
  seq: number;
  continues: Continues | null;
}

/**
 * Whether a view can use this chunk, and what it has then. A view with a hole never gets the rest of a stream, nor one that
 * goes on from it: it would take the wrong picture for the right one. `lengthOf`: chunks a stream has had so far.
 */
export function nextCourse(course: Course, chunk: Step, lengthOf: (stream: number) => number | undefined) {
  if (chunk.seq === 0) {
    return stands(course, chunk.continues, lengthOf)
      ? { use: true, course: { stream: chunk.stream, next: 1 } }
      : { use: false, course: null };
  }
  if (course?.stream === chunk.stream && course.next === chunk.seq)
    return { use: true, course: { stream: chunk.stream, next: chunk.seq + 1 } };
  // An earlier piece of what it has is no loss; a later one is a hole.
  return { use: false, course: course && course.stream > chunk.stream ? course : null };
}

/** Whether a view has all that a stream goes on from: the one before, or a picture made for it in between, to the very end. */
function stands(
  course: Course,
  continues: Continues | null,
  lengthOf: (stream: number) => number | undefined,
): boolean {
  if (!continues) return true;
  if (!course || course.stream < continues.after) return false;
  const told = course.stream === continues.after ? continues.chunks : null;
  return course.next === (told ?? lengthOf(course.stream));
}
