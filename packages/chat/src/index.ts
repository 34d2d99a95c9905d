export { type Side, type ThreadLine, threadLines, unreadCount } from './lines.ts';
export { emptyThread, haveSeq, nextThread, type ThreadEvent, type ThreadState, type Underway } from './state.ts';
export { createThread, type MessageQueue, type Thread, type ThreadPowers } from './thread.ts';
