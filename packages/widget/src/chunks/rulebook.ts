export { explain, record, resume } from '../invite/rulebook.ts';
export { heed } from '../invite/telling.ts';
