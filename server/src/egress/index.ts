export { isPublicAddress } from './addresses.ts';
export { createEgress, type Egress, type EgressAnswer, type EgressRefusal } from './egress.ts';
