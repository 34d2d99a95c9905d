export { startShare } from '@theke/cobrowse/share';
