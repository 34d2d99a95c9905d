export { explain, record, resume } from '../invite/rulebook.ts';
export { tellRadar } from '../invite/telling.ts';
