export { createForeign } from '@theke/cobrowse/frames';
