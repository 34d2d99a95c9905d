import { commandError } from './error.ts';

/** What each command expects, as its refusal says it. */
const expected: Record<string, string> = {
  boot: 'options, like { site: "myshop", locale: "de" }, or nothing',
  update: 'options, like { locale: "de", theme: "dark" }',
  open: 'options, like { skill: "sales", draft: "…", view: "chat" }, or nothing',
  page: 'what the page is, like { type: "product" }, or nothing',
  context: 'an object, like { product: { id: "P-1", name: "Jacket" } }',
  identify: 'an object, like { id: "C-7", name: "Kim" }',
  consent: 'an object of true and false, like { storage: true, chat: true }',
  track: 'a name, like "payment.failed"',
  send: 'a text',
  order: '{ id: "A-1", amount: 129.9, currency: "EUR" }: a text, a number from 0 up, three capital letters',
  setLocale: '"de" or "en"',
  setTheme: '"auto", "light" or "dark"',
  on: 'the name of an event and a function',
};
expected.once = expected.off = expected.on!;

/**
 * Rejects a command of the page that means nothing: with `malformed` and what would have been expected; one that does not exist with
 * `unknownCommand`, one of a known group with `notOffered`; `site` with `unknownSite`. Kept out of the loader, which has no room for words.
 */
export function refuse(command: string): never {
  if (command === 'site') throw commandError('unknownSite', 'site is missing');
  if (Object.hasOwn(expected, command)) throw commandError('malformed', `${command} expects ${expected[command]}`);
  // What belongs to a group may come with a later version: `call.start`.
  throw commandError(command.includes('.') ? 'notOffered' : 'unknownCommand', `${command} is not offered`);
}
