import { silentLog } from '@theke/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudit, verifyAudit } from '../audit/audit.ts';
import { createCommits } from '../conversations/commits.ts';
import { createLegs } from '../conversations/legs.ts';
import { place } from '../conversations/place.ts';
import { createRules } from '../rules/rules.ts';
import { addSite, createSites } from '../sites/sites.ts';
import { createVisitors } from '../visitors/visitors.ts';
import { migrate } from './migrate.ts';
import type { Store } from './open.ts';
import { isDoubled } from './trouble.ts';

/** What every database behind us has to do alike. Run with each of them. */
export function storeContract(
  name: string,
  open: () => Promise<{ store: Store; again(): Promise<Store>; close(): Promise<void> }>,
) {
  describe(name, () => {
    let store: Store;
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    const at = 1_790_000_000_123;
    const conversation = async (id: string) => {
      const legs = createLegs(store.db);
      await store.db.transaction().execute(async (tx) => {
        const leg = await legs.add(tx, id, { kind: 'web' }, at);
        await tx
          .insertInto('conversations')
          .values({
            id,
            site_id: 's',
            contact_id: 'c',
            visitor_id: 'v',
            status: 'waiting',
            skill: null,
            subject: null,
            via: 'launcher',
            agent_id: null,
            reserved_for: null,
            reserved_until: null,
            reply_leg_id: leg.id,
            preview: null,
            head_seq: 0,
            read_by_agent_seq: 0,
            read_by_visitor_seq: 0,
            started_at: at,
            waiting_since: at,
            ended_at: null,
            rating: null,
            rating_comment: null,
          })
          .execute();
      });
      const powers = { legs, now: () => at, withEntry: new Set<never>() };
      const commit = createCommits<string, Awaited<ReturnType<typeof place>>>(store.db, (tx, text) =>
        place(tx, { conversationId: id, authorKey: 'visitor', clientId: text, body: { type: 'text', text } }, powers),
      );
      return { commit, powers };
    };

    it('[RE3] keeps whole numbers, texts, absent values and bytes as they were', async () => {
      const body = Buffer.from([0, 255, 10, 13, 128]);
      await store.db
        .insertInto('inbound')
        .values({ channel_id: 'a', event_id: 'ä"\'\n😀', received_at: at, body, processed_at: null, error: null })
        .execute();
      const row = await store.db.selectFrom('inbound').selectAll().executeTakeFirstOrThrow();
      expect({ ...row, body: Buffer.from(row.body as Buffer) }).toEqual({
        channel_id: 'a',
        event_id: 'ä"\'\n😀',
        received_at: at,
        body,
        processed_at: null,
        error: null,
      });
      expect(Buffer.isBuffer(row.body)).toBe(true);
    });

    it('[RE3] counts arrive as numbers', async () => {
      const row = await store.db
        .selectFrom('inbound')
        .select((e) => [e.fn.countAll<number>().as('n'), e.fn.max('received_at').as('newest')])
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ n: 1, newest: at });
    });

    it('[RE3] says by the same word that a row is already there', async () => {
      const row = { key: 'twice', value: '1' };
      await store.db.insertInto('settings').values(row).execute();
      const error = await store.db
        .insertInto('settings')
        .values(row)
        .execute()
        .catch((thrown: unknown) => thrown);
      expect(isDoubled(error)).toBe(true);
      expect(isDoubled(new Error('x'))).toBe(false);
    });

    it('[RE3] a transaction that fails leaves nothing behind', async () => {
      await expect(
        store.db.transaction().execute(async (tx) => {
          await tx.insertInto('settings').values({ key: 'half', value: '1' }).execute();
          throw new Error('in the middle');
        }),
      ).rejects.toThrow('in the middle');
      expect(await store.db.selectFrom('settings').select('key').where('key', '=', 'half').execute()).toEqual([]);
    });

    it('[RE4] entries are numbered 1, 2, 3 … without a gap, however many write at once', async () => {
      const { commit, powers } = await conversation('many');
      // A second writer beside the first, as another process would be.
      const other = createCommits<string, Awaited<ReturnType<typeof place>>>(store.db, (tx, text) =>
        place(
          tx,
          { conversationId: 'many', authorKey: 'agent:x', clientId: text, body: { type: 'text', text } },
          powers,
        ),
      );
      await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? commit : other)(`m${n}`)));
      const rows = await store.db
        .selectFrom('entries')
        .select('seq')
        .where('conversation_id', '=', 'many')
        .orderBy('seq')
        .execute();
      expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    });

    it('[RE5] the same message twenty times at once is one entry with one number', async () => {
      const { commit } = await conversation('doubles');
      const answers = await Promise.all(Array.from({ length: 20 }, () => commit('same')));
      expect(new Set(answers.map((answer) => answer.ok && answer.value.entry.seq))).toEqual(new Set([1]));
      expect(answers.filter((answer) => answer.ok && answer.value.fresh)).toHaveLength(1);
    });

    it('[RE2] what was committed is there after the database was closed and opened again', async () => {
      const { commit } = await conversation('kept');
      await commit('a');
      store = await opened.again();
      const row = await store.db
        .selectFrom('entries')
        .select('body')
        .where('conversation_id', '=', 'kept')
        .executeTakeFirst();
      expect(row?.body).toBe('{"type":"text","text":"a"}');
    });

    it('[RE6] migrating again changes nothing, and a database of a newer version is refused', async () => {
      const before = await store.db.selectFrom('schema_migrations').selectAll().execute();
      await migrate(store.db, store.kind);
      expect(await store.db.selectFrom('schema_migrations').selectAll().execute()).toEqual(before);
      await store.db.insertInto('schema_migrations').values({ name: '9999-later', applied_at: at }).execute();
      await expect(migrate(store.db, store.kind)).rejects.toThrow('newer version');
      await store.db.deleteFrom('schema_migrations').where('name', '=', '9999-later').execute();
    });

    it('[RE6] a step that fails in the middle leaves the shape as it was', async () => {
      const done = await store.db.selectFrom('schema_migrations').select('name').execute();
      const steps = [
        ...done.map(({ name }) => ({ name, up: async () => {} })),
        {
          name: '9000-broken',
          up: async (db: Store['db']) => {
            await db.schema.createTable('half_made').addColumn('id', 'text').execute();
            throw new Error('in the middle');
          },
        },
      ];
      await expect(migrate(store.db, store.kind, steps)).rejects.toThrow('in the middle');
      await expect(store.db.schema.createTable('half_made').addColumn('id', 'text').execute()).resolves.not.toThrow();
    });

    it('[SE30] the audit chain holds, and one changed or removed line is found', async () => {
      const audit = createAudit({ db: store.db, now: () => at });
      await Promise.all(
        Array.from({ length: 30 }, (_, n) => audit({ actor: 'a', act: 'x', thing: `t${n}`, facts: { n } })),
      );
      expect(await verifyAudit(store.db, 7)).toEqual({ ok: true, lines: 30 });
      await store.db.updateTable('audit').set({ facts: '{"n":99}' }).where('seq', '=', 12).execute();
      expect(await verifyAudit(store.db, 7)).toMatchObject({ ok: false, brokenAt: 12 });
      await store.db.deleteFrom('audit').where('seq', '=', 12).execute();
      expect(await verifyAudit(store.db, 7)).toMatchObject({ ok: false, brokenAt: 12 });
    });

    it('[IN185] two processes that write rules at once: one is refused, nothing is lost, and 200 stay 200', async () => {
      await addSite(store.db, { id: 'ruled', origins: [] });
      const process = () =>
        createRules({
          db: store.db,
          now: () => at,
          after: () => () => {},
          log: silentLog,
          tell: { visitor: () => () => {} } as never,
          audit: async () => {},
          sites: createSites({ db: store.db, elapsed: () => at }),
          visitorsOf: () => [],
          tellAgents: () => {},
        });
      const [one, two] = [process(), process()];
      const by = { actor: 'key:a', name: 'a' };
      const rule = (id: string, ms: number) => ({
        id,
        version: 1,
        when: { op: 'idle' as const, ms },
        offer: { skill: 'sales', text: { en: 'x', de: 'x' } },
      });
      const set = Array.from({ length: 195 }, (_, n) => rule(`r${n}`, 1_000));
      expect((await one.replace('ruled', by, set, { perVisit: 4 })).ok).toBe(true);
      const both = await Promise.all([
        one.write('ruled', by, rule('r1', 2_000), 1),
        two.write('ruled', by, rule('r1', 3_000), 1),
      ]);
      expect(both.map((answer) => (answer.ok ? 'kept' : answer.refusal.code)).sort()).toEqual(['conflict', 'kept']);
      const many = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).write('ruled', by, rule(`more${n}`, 1_000))),
      );
      expect(many.filter((answer) => answer.ok)).toHaveLength(5);
      const later = process();
      expect(await later.list('ruled')).toHaveLength(200);
      expect(await later.rule('ruled', 'r1')).toMatchObject({ version: 2 });
      expect(Object.isFrozen((await later.rule('ruled', 'r1'))?.when)).toBe(true);
      expect(await later.settings('ruled')).toMatchObject({ revision: 1, perVisit: 4 });
      expect((await later.remove('ruled', by, 'r1', 2)).ok).toBe(true);
      expect(await later.rule('ruled', 'r1')).toBeNull();
    });

    it('[SE31] secrets of visitors are kept as digests only', async () => {
      const visitors = createVisitors({ db: store.db, now: () => at });
      const made = await visitors.create('s');
      const row = await store.db
        .selectFrom('visitors')
        .selectAll()
        .where('id', '=', made.visitorId)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toContain(made.visitorToken);
      expect(await visitors.prove('s', made.visitorId, made.visitorToken)).toEqual({
        visitorId: made.visitorId,
        contactId: made.contactId,
      });
      expect(await visitors.prove('s', made.visitorId, `${made.visitorToken}x`)).toBeNull();
      expect(await visitors.prove('other', made.visitorId, made.visitorToken)).toBeNull();
    });
  });
}
