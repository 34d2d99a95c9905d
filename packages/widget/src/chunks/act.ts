export { createHands } from '@theke/cobrowse/act';
