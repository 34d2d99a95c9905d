import express from 'express';
import { createSomeChannel } from './some-channel.ts';

// The channel with a small page to post from: node --import tsx examples/webhook-channel/serve.ts

const secret = process.env.SOME_CHANNEL_SECRET;
if (!secret) {
  console.error('Set SOME_CHANNEL_SECRET to the channel secret that `npm start` prints (whsec_…).');
  process.exit(1);
}
const base = (process.env.THEKE_PUBLIC_URL ?? 'http://localhost:4800').replace(/\/+$/, '');
const port = Number(process.env.SOME_CHANNEL_PORT ?? 4802);
const channel = createSomeChannel({ secret, inboundUrl: `${base}/api/v1/channels/demo-channel/webhook` });

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const word = (value: unknown) => (typeof value === 'string' ? value.slice(0, 2_000) : '');

const page = (said: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Some channel</title></head>
<body>
<main>
<h1>Some channel</h1>
<p role="status">${escaped(said)}</p>
<form method="post" action="/">
<p><label>Name<br><input name="name" value="Erika" required></label></p>
<p><label>Post<br><textarea name="text" rows="4" cols="50" required>My parka leaks after two weeks. Disappointed.</textarea></label></p>
<p><label><input type="checkbox" name="public" checked> for everybody to read</label></p>
<p><button>Post it</button></p>
</form>
<h2>Answers</h2>
<ul>${channel.received.map((reply) => `<li>${escaped(reply.text)}</li>`).join('') || '<li>None yet. Reload after an agent has answered.</li>'}</ul>
</main>
</body>
</html>`;

const app = express();
app.use((_req, res, next) => {
  res.set('content-security-policy', "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  next();
});
app.get('/', (_req, res) => res.send(page('')));
app.post('/', express.urlencoded({ extended: false }), async (req, res) => {
  const fields = (req.body ?? {}) as Record<string, unknown>;
  const name = word(fields.name) || 'Erika';
  const from = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const visibility = fields.public ? 'public' : 'private';
  const outcome = await channel.post({ text: word(fields.text), name, from, visibility }).then(
    ({ status }) => (status < 300 ? 'Posted. It waits in the queue of the console.' : `Theke answered ${status}.`),
    () => `Theke is not there: ${base}`,
  );
  res.send(page(outcome));
});
// Theke's answers come to POST /reply.
app.use(channel.app);
app.listen(port, '127.0.0.1', () => console.log(`Some channel is at http://localhost:${port}`));
