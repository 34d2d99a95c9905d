import { readFileSync } from 'node:fs';
import { transformWithOxc } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import * as adviseDoor from '../advise/index.ts';
import * as rulesDoor from '../index.ts';
import * as simulateDoor from './index.ts';

// What docs/rules.md shows is run, so that it stays true.

const text = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
const doors: Record<string, object> = {
  '@theke/rules': rulesDoor,
  '@theke/rules/advise': adviseDoor,
  '@theke/rules/simulate': simulateDoor,
};
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((found) => found[1]!);

/** Runs a sample as it stands; answers what it exports. */
async function run(sample: string): Promise<Record<string, unknown>> {
  const { code } = await transformWithOxc(sample, 'sample.ts');
  const names: string[] = [];
  const body = code
    .replace(/import \{([^}]*)\} from ["']([^"']+)["'];?/g, 'const {$1} = doors["$2"];')
    .replace(/export const (\w+)/g, (_, name: string) => {
      names.push(name);
      return `const ${name}`;
    })
    .replace(/export \{\};?/g, '');
  return new Function('doors', `${body}\nreturn { ${names.join(', ')} };`)(doors) as Record<string, unknown>;
}

describe('docs/rules.md', () => {
  it('[IN260] every program in it runs, and every rule it makes is taken', async () => {
    const failed = vi.spyOn(console, 'assert').mockImplementation((is) => {
      if (!is) throw new Error('an assertion of the page fails');
    });
    const samples = blocks('ts');
    expect(samples.length).toBeGreaterThanOrEqual(6);
    for (const sample of samples)
      for (const rule of Object.values(await run(sample))) expect(rulesDoor.readRule(rule)).toMatchObject({ ok: true });
    expect(failed).toHaveBeenCalled();
    failed.mockRestore();
  });

  it('[IN375] nothing is said of the rules and conditions it shows', async () => {
    const facts = { 'shop.member': 'text' } as const;
    const told = Object.values(await Promise.all(blocks('ts').map(run))).flatMap((made) => Object.values(made));
    const rules = told.flatMap((one) => {
      const reading = rulesDoor.readRule(one);
      return reading.ok ? [reading.rule] : [];
    });
    expect(rules.length).toBeGreaterThan(2);
    for (const rule of rules) expect(adviseDoor.advise(rule, { facts }), rule.id).toEqual([]);
  });

  it('[IN260] what it shows as JSON is what the builder beside it makes', async () => {
    const [first] = blocks('ts');
    const [json] = blocks('json');
    const { checkoutHelp } = await run(first!);
    expect(JSON.stringify(checkoutHelp)).toBe(JSON.stringify(JSON.parse(json!)));
  });

  it('[IN260] every condition of the table is built and read as it says, and none is missing', async () => {
    const rows = [...text.matchAll(/^\| `(.+?)` \| `(\{"op".+?\})` \|/gm)].map(
      (found) => [found[1]!, found[2]!] as const,
    );
    const names = Object.keys(rulesDoor).filter((name) => /^[a-z]/.test(name));
    const seen = new Set<string>();
    for (const [code, json] of rows) {
      const built = new Function(...names, `return ${code}`)(
        ...names.map((name) => (rulesDoor as Record<string, unknown>)[name]),
      );
      expect(JSON.stringify(built), code).toBe(json);
      const offer = { skill: 'sales', text: { en: 'a', de: 'b' } };
      expect(rulesDoor.readRule({ id: 'x', version: 1, when: built, offer }), code).toMatchObject({ ok: true });
      for (const [, op] of json.matchAll(/"op":"(\w+)"/g)) seen.add(op!);
    }
    const told = ['ne', 'gt', 'lt', 'lte'].filter((op) => text.includes(`\`${op}\``));
    expect([...seen, ...told].sort()).toEqual(
      [
        ...['agent', 'all', 'any', 'count', 'custom', 'dwell', 'eq', 'gt', 'gte', 'held', 'idle', 'in', 'lt', 'lte'],
        ...['match', 'ne', 'not', 'page', 'seen', 'seq', 'since'],
      ].sort(),
    );
  });

  it('[IN260] the journey it shows can be read', () => {
    const [journey] = blocks('jsonl');
    expect(simulateDoor.readJourney(journey!)).toMatchObject({ ok: true, skipped: 0 });
  });
});
