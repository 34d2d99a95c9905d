import { expect, it } from 'vitest';
import { plainPath } from './asking.ts';
import { plainValue } from './plainValue.ts';

it('[SE280] what is somebody’s does not leave the page in the shop’s own names: addresses of people, in paths and forms also long numbers and tokens', () => {
  const names = [
    ['form.name', 'profile-kim@example.org', '…'],
    ['form.name', 'kim%40example.org', '…'],
    ['form.name', 'order-4711812', '…'],
    ['form.name', 'checkout', 'checkout'],
    ['page.path', '/account/kim@example.org/orders', '/account/…/orders'],
    ['page.path', '/reset/a8f3k2m9x7q1w5e4', '/reset/…'],
    ['product.id', 'gift for kim@example.org', 'gift for …'],
    ['product.id', 'P-12345678', 'P-12345678'],
    ['cart.products', ' P-1 kim@example.org P-12345678 ', ' P-1 … P-12345678 '],
    ['visit.campaign', 'kim@example.org', '…'],
    ['visit.campaign', 'spring', 'spring'],
  ] as const;
  for (const [name, value, plain] of names) expect([name, plainValue(name, value)]).toEqual([name, plain]);
  for (const path of ['/reset/a8f3k2m9x7q1w5e4', '/a/b@c/d', '/shoes/long-winding-name-2', '/o/12345678'])
    expect(plainValue('page.path', path)).toBe(plainPath(path));
});

it('[SE280] a name that only begins like one of those, or that the shop made up, says nothing', () => {
  for (const name of [
    'page.pathOfLife',
    'product.idCard',
    'visit.note',
    'visit.referrer',
    'page.url',
    'form.names',
    'x',
  ])
    expect([name, plainValue(name, 'Kim')]).toEqual([name, '?']);
});
