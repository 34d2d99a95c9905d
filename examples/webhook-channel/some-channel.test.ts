import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { createSomeChannel } from './some-channel.ts';

const key = Buffer.from('the secret of some channel');
const secret = `whsec_${key.toString('base64')}`;
const sign = (id: string, timestamp: string, body: string) =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(app: express.Express): Promise<string> {
  const server = await new Promise<Server>((done) => {
    const listening = app.listen(0, '127.0.0.1', () => done(listening));
  });
  open.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const now = () => String(Math.floor(Date.now() / 1000));
const body = JSON.stringify({ type: 'message', thread: 't', to: [], text: 'Grüße – wir helfen gern', mode: 'reply' });

it('[SE94] the example channel keeps an answer signed with its secret, and keeps a repeated one once', async () => {
  const channel = createSomeChannel({ secret, inboundUrl: 'http://127.0.0.1:9' });
  const url = await listen(channel.app);
  const headers = { 'webhook-id': 'm1', 'webhook-timestamp': now(), 'content-type': 'application/json' };
  const signed = { ...headers, 'webhook-signature': `v1,AAAA ${sign('m1', headers['webhook-timestamp'], body)}` };
  for (const _ of [1, 2]) {
    const answer = await fetch(`${url}/reply`, { method: 'POST', headers: signed, body });
    expect(await answer.json()).toEqual({ externalId: 'm1' });
  }
  expect(channel.received.map((one) => one.text)).toEqual(['Grüße – wir helfen gern']);
});

it.each([
  ['unsigned', { 'webhook-signature': '' }, body],
  ['signed over another body', {}, body.replace('gern', 'nicht')],
  ['signed under another id', { 'webhook-id': 'm2' }, body],
  ['signed ten minutes ago', { 'webhook-timestamp': 'old' }, body],
])('[SE94] the example channel refuses an answer that is %s', async (_, over: Record<string, string>, sent) => {
  const channel = createSomeChannel({ secret, inboundUrl: 'http://127.0.0.1:9' });
  const url = await listen(channel.app);
  const isOld = over['webhook-timestamp'] === 'old';
  const timestamp = isOld ? String(Number(now()) - 600) : now();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'm1',
    'webhook-signature': sign('m1', timestamp, body),
    ...over,
    'webhook-timestamp': timestamp,
  };
  const answer = await fetch(`${url}/reply`, { method: 'POST', headers, body: sent });
  expect(answer.status).toBe(401);
  expect(channel.received).toEqual([]);
});

it('[SE94] what the example channel posts is signed over exactly the bytes it sends', async () => {
  const taken: { headers: Record<string, unknown>; body: string }[] = [];
  const theke = express().post('/in', express.raw({ type: () => true }), (request, response) => {
    taken.push({ headers: request.headers, body: String(request.body) });
    response.sendStatus(204);
  });
  const channel = createSomeChannel({ secret, inboundUrl: `${await listen(theke)}/in` });
  const permalink = 'https://social.example/posts/77';
  const post = {
    text: 'Größe passt nicht 😕',
    name: 'Erika',
    from: 'erika77',
    visibility: 'public',
    permalink,
  } as const;
  expect(await channel.post({ ...post, thread: 'p:1' })).toEqual({ status: 204 });
  const { headers, body: sent } = taken[0]!;
  const id = String(headers['webhook-id']);
  expect(headers['webhook-signature']).toBe(sign(id, String(headers['webhook-timestamp']), sent));
  expect(JSON.parse(sent)).toMatchObject({
    type: 'message',
    id,
    thread: 'p:1',
    visibility: 'public',
    from: [{ kind: 'ext.some', value: 'erika77' }],
    text: 'Größe passt nicht 😕',
    post: { permalink },
  });
});
