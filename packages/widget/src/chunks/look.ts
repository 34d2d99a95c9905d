export { aids } from '@theke/cobrowse/aids';
export { createLook } from '../together/look.ts';
