export { createTogether } from '../together/together.ts';
