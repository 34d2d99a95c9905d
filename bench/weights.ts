import { bundleSizes, type Sizes } from './sizes.ts';
import type { Row } from './table.ts';

/** Budgets in kB after gzip -9: bars W1 to W3. The console has none yet. */
const budgets: Partial<Record<keyof Sizes, { bar: string; atMost: number; note: string }>> = {
  loader: { bar: 'W1', atMost: 4, note: 'on every page, one request' },
  chat: { bar: 'W2', atMost: 32, note: 'beyond the loader, when the chat is opened' },
  rules: { bar: 'W2', atMost: 9, note: 'when the page has invitation rules' },
  share: { bar: 'W3', atMost: 34, note: "beyond the chat, after the visitor's yes" },
  call: { bar: 'W3', atMost: 36, note: 'beyond the chat, when a call is offered' },
};

/** Weight of every bundle against its budget. Needs the builds: `npm run build`. */
export async function measure(): Promise<Row[]> {
  return Object.entries(bundleSizes()).map(([name, kB]) => {
    const budget = budgets[name as keyof Sizes];
    return {
      what: name,
      value: kB,
      unit: 'kB',
      ...(budget ? { bar: { name: budget.bar, atMost: budget.atMost }, note: budget.note } : {}),
    };
  });
}
