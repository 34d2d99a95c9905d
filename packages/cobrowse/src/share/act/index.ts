export { createHands, type Hands, type HandsPowers } from './hands.ts';
