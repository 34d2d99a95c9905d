export { tellOrders } from '../invite/asking.ts';
export { createCards } from '../invite/cards.ts';
