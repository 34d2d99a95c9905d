export type {
  FieldDetails,
  Found,
  Quality,
  Rewind,
  Scroller,
  ScrollPlace,
  ViewPowers,
  ViewSession,
  ViewState,
  ViewStats,
} from './doors.ts';
export type { Caret, OpenField } from './fill/index.ts';
export { createReach, type Reach, type ReachPowers } from './reach/reach.ts';
export { type Playback, type PlaybackPowers, playRecording } from './rewind/playback.ts';
export { startView } from './session.ts';
export type { AssetUrl } from './taste.ts';
