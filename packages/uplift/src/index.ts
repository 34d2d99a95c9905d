export { alwaysValidP, alwaysValidReach, alwaysValidUplift, type Plan } from './alwaysValid.ts';
export { type Arm, assignArm, bucket } from './arm.ts';
export { type Count, differenceInterval, type Interval, upliftInterval } from './intervals.ts';
export { type SampleRatio, sampleRatio, sampleRatioEvidence } from './sampleRatio.ts';
export { type Design, sampleSize, smallestProvableLift } from './sizing.ts';
