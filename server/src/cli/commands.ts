import { createSecret } from '@theke/kit';
import type { Role } from '@theke/protocol';
import { id as anyId, email as mail, skillName } from '@theke/protocol/schema';
import * as v from 'valibot';
import { verifyAudit } from '../audit/audit.ts';
import { addAgent } from '../auth/agents.ts';
import { addKey, scopes } from '../auth/keys.ts';
import { seedChannel } from '../channels/index.ts';
import { addSite, readOrigin } from '../sites/sites.ts';
import { type Command, type Flags, need, needSite, UsageMistake } from './command.ts';
import { ruleCommands } from './ruleCommands.ts';
import { upliftCommands } from './upliftCommands.ts';

export { type Command, type Flags, type Outcome, UsageMistake } from './command.ts';

const roles: readonly string[] = ['agent', 'supervisor', 'admin'];

const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

function needId(flags: Flags): string {
  const id = need(flags, 'id');
  if (v.is(anyId, id)) return id;
  throw new UsageMistake('--id may hold letters, digits, - and _ only, at most 64, and no reserved word.');
}

/** Every command that works on the database, by its words. */
export const commands: Record<string, Command> = {
  'site add': {
    usage: 'site add --id ID --origin ORIGIN [--origin ORIGIN …] [--name NAME]',
    does: 'Adds a shop, or gives it these origins. Only pages of these origins may use its widget.',
    async run(store, flags, address) {
      const id = needId(flags);
      const given = flags.all('origin');
      if (!given.length) throw new UsageMistake('--origin is missing.');
      const origins = given.map((text) => {
        const origin = readOrigin(text);
        if (!origin)
          throw new UsageMistake(`${text} is not an origin; write it like https://shop.example, without a path.`);
        return origin;
      });
      const site = await addSite(store.db, { id, name: flags.one('name'), origins });
      const tag = `<script async src="${address}/theke.js" data-site="${id}"></script>`;
      return {
        say: `Site ${id}: ${site.origins.join(', ')}\nPut this into the pages:\n${tag}`,
        value: { id, origins: site.origins, tag },
      };
    },
  },
  'agent add': {
    usage: 'agent add --email E-MAIL --name NAME [--role agent|supervisor|admin] [--skills a,b] [--password PASSWORD]',
    does: 'Adds a person who may sign in. Without --password one is made and printed once.',
    async run(store, flags) {
      const role = flags.one('role') ?? 'agent';
      if (!roles.includes(role)) throw new UsageMistake(`--role must be one of ${roles.join(', ')}.`);
      const skills = list(flags.one('skills'));
      const odd = skills.find((skill) => !v.is(skillName, skill));
      if (odd) throw new UsageMistake(`--skills: ${odd} is no skill; small letters, digits, - and _ only.`);
      const password = flags.one('password') ?? createSecret(12);
      if (password.length < 8) throw new UsageMistake('--password must have at least 8 characters.');
      const email = need(flags, 'email').toLowerCase();
      if (!v.is(mail, email)) throw new UsageMistake(`--email: ${email} is no e-mail address.`);
      const known = await store.db.selectFrom('agents').select('id').where('email', '=', email).executeTakeFirst();
      if (known) throw new UsageMistake(`${email} is there already.`);
      const row = await addAgent(store.db, {
        email,
        name: need(flags, 'name'),
        role: role as Role,
        skills,
        password,
      });
      return {
        say: `Agent ${row.email} (${role}), password ${password}`,
        value: { id: row.id, email: row.email, role, password },
      };
    },
  },
  'key add': {
    usage: `key add --scopes a,b [--name NAME] [--site SITE]`,
    does: `Makes an API key and prints it once; without --site it is for every site. Scopes: ${scopes.join(', ')}.`,
    async run(store, flags) {
      const wanted = list(need(flags, 'scopes'));
      const unknown = wanted.filter((one) => !(scopes as readonly string[]).includes(one));
      if (unknown.length)
        throw new UsageMistake(`There is no scope ${unknown.join(', ')}; there are ${scopes.join(', ')}.`);
      const { keyId, secret } = await addKey(store.db, {
        name: flags.one('name') ?? 'key',
        siteId: flags.one('site') === undefined ? undefined : await needSite(store, flags),
        scopes: wanted,
      });
      return { say: `API key ${secret}`, value: { id: keyId, key: secret, scopes: wanted } };
    },
  },
  'channel add': {
    usage: 'channel add --id ID --site SITE --name NAME --secret whsec_… [--reply-url URL] [--skill SKILL]',
    does: 'Adds a channel that speaks the signed generic webhook, or brings it up to date.',
    async run(store, flags, address) {
      const id = needId(flags);
      const secret = need(flags, 'secret');
      if (!/^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(secret))
        throw new UsageMistake('--secret must be whsec_ and at least 16 bytes in base64.');
      await seedChannel(store.db, {
        id,
        siteId: await needSite(store, flags),
        name: need(flags, 'name'),
        secret,
        replyUrl: flags.one('reply-url'),
        skill: flags.one('skill'),
        now: Date.now(),
      });
      const url = `${address}/api/v1/channels/${id}/webhook`;
      return { say: `Channel ${id}: POST ${url}`, value: { id, url } };
    },
  },
  'audit verify': {
    usage: 'audit verify',
    does: 'Checks the chain of the audit log; names the first line that was changed or removed.',
    async run(store) {
      const result = await verifyAudit(store.db);
      if (result.ok) return { say: `The audit log is whole: ${result.lines} lines.`, value: result };
      return { say: `The audit log is broken at line ${result.brokenAt}.`, value: result, bad: true };
    },
  },
  ...ruleCommands,
  ...upliftCommands,
  backup: {
    usage: 'backup --to FILE',
    does: 'Writes a consistent copy of the embedded database while it is in use.',
    async run(store, flags) {
      const file = need(flags, 'to');
      await store.backup(file);
      return { say: `Written to ${file}.`, value: { file } };
    },
  },
};
