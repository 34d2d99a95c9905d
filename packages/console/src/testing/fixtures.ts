import type {
  AgentFace,
  AgentWelcome,
  Contact,
  DeskConversation,
  Me,
  Share,
  SitePrivacy,
  Visit,
} from '@theke/protocol';

export const anna: Me = {
  agentId: 'agt_anna',
  name: 'Anna Brandt',
  email: 'anna@demo.shop',
  role: 'agent',
  skills: ['sales', 'pharmacy'],
};

export const eva: Me = { ...anna, agentId: 'agt_eva', name: 'Eva Lind', email: 'eva@demo.shop', role: 'supervisor' };
export const root: Me = { ...anna, agentId: 'agt_root', name: 'Root', email: 'root@demo.shop', role: 'admin' };
export const ben: AgentFace = { agentId: 'agt_ben', name: 'Ben Otto' };

/** A page that is shared with Anna, and whatever else is given. */
export const share = (conversationId: string, more: Partial<Share> = {}): Share => {
  const agent = more.agent ?? { agentId: anna.agentId, name: anna.name };
  return {
    shareId: 'shr_1',
    conversationId,
    phase: 'on',
    agent,
    grants: { point: 'on', control: 'off', fill: 'off' },
    actor: agent,
    viewers: [agent],
    paused: false,
    recorded: false,
    sinceAt: 0,
    ...more,
  };
};

export const sitePrivacy = (more: Partial<SitePrivacy> = {}): SitePrivacy => ({
  siteId: 'demo',
  version: 3,
  preset: 'shop',
  rules: [
    { selector: '.size-adviser', mark: 'show' },
    { selector: '#order-notes', page: '/checkout/**', mark: 'mask' },
    { selector: 'button.delete-account', mark: 'deny' },
  ],
  capture: false,
  frames: ['https://configurator.example'],
  recording: false,
  recordingDays: 30,
  ...more,
});

const shop = 'https://wetterfest.example';

/** A visit with a page, and whatever else is given. */
export const visit = (id: string, path: string, title: string, nowMs: number, more: Partial<Visit> = {}): Visit => ({
  visitorId: id,
  siteId: 'demo',
  online: true,
  page: { url: `${shop}${path}`, title },
  pageSinceAt: nowMs - 95_000,
  visitSinceAt: nowMs - 640_000,
  context: {},
  ...more,
});

export const contact = (id: string, name?: string, more: Partial<Contact> = {}): Contact => ({
  contactId: id,
  name,
  verified: false,
  identities: [],
  ...more,
});

/** A waiting web conversation, and whatever else is given. */
export const conversation = (
  id: string,
  who: Contact,
  nowMs: number,
  more: Partial<DeskConversation> = {},
): DeskConversation => ({
  conversationId: id,
  siteId: 'demo',
  status: 'waiting',
  via: 'launcher',
  channel: { kind: 'web' },
  contact: who,
  startedAt: nowMs - 60_000,
  waitingSinceAt: nowMs - 60_000,
  headSeq: 0,
  readByAgentSeq: 0,
  readByVisitorSeq: 0,
  preview: '',
  share: null,
  call: null,
  ...more,
});

export const emptyPresent = (nowMs: number): AgentWelcome => ({
  me: anna,
  available: true,
  conversations: [],
  visits: [],
  serverAt: nowMs,
});

const mine = (nowMs: number, startedAgoMs: number): Partial<DeskConversation> => ({
  status: 'active',
  agent: anna,
  waitingSinceAt: undefined,
  startedAt: nowMs - startedAgoMs,
});

/** A busy quarter of an hour at the rain shop. */
export function busyPresent(nowMs: number): AgentWelcome {
  const cart = {
    valueCents: 23_480,
    currency: 'EUR',
    lines: [
      { id: 'fjord', name: 'Raincoat Fjord, moss, M', quantity: 1, priceCents: 18_900 },
      { id: 'hat', name: 'Rain hat Drizzle', quantity: 2, priceCents: 2_290 },
    ],
  };
  const maraVisit = visit('vis_mara', '/en/checkout', 'Checkout', nowMs, {
    name: 'Mara Winter',
    conversationId: 'cnv_mara',
    context: { cart, product: { id: 'fjord', name: 'Raincoat Fjord', priceCents: 18_900, currency: 'EUR' } },
  });
  const jonasVisit = visit('vis_jonas', '/en/product/boots-harbour', 'Rubber boots Harbour', nowMs, {
    conversationId: 'cnv_jonas',
    name: 'Jonas',
    pageSinceAt: nowMs - 22_000,
  });
  return {
    me: anna,
    available: true,
    serverAt: nowMs,
    conversations: [
      conversation('cnv_lea', contact('con_lea', 'Lea Sommer'), nowMs, {
        waitingSinceAt: nowMs - 134_000,
        skill: 'sales',
        preview: 'Is the Fjord coat warm enough for November, or should I take the lined one?',
        visitor: visit('vis_lea', '/en/product/raincoat-fjord', 'Raincoat Fjord', nowMs, { conversationId: 'cnv_lea' }),
      }),
      conversation('cnv_ebay', contact('con_ebay', 'regenfreund_77'), nowMs, {
        waitingSinceAt: nowMs - 48_000,
        channel: { kind: 'webhook', name: 'eBay' },
        via: 'channel',
        preview: 'My parka leaks after two weeks. Disappointed.',
      }),
      conversation('cnv_anon', contact('con_a1x9'), nowMs, {
        waitingSinceAt: nowMs - 9_000,
        preview: 'Hello, which size fits at 182 cm?',
      }),
      conversation(
        'cnv_mara',
        contact('con_mara', 'Mara Winter', {
          verified: true,
          email: 'mara.winter@example.org',
          note: 'Prefers moss green. Delivery to the office.',
          identities: [
            { kind: 'email', value: 'mara.winter@example.org', assurance: 'signed' },
            { kind: 'webhook', value: 'mara_w', assurance: 'possession' },
          ],
        }),
        nowMs,
        { ...mine(nowMs, 900_000), skill: 'sales', visitor: maraVisit, via: 'invitation' },
      ),
      conversation('cnv_jonas', contact('con_jonas', 'Jonas'), nowMs, {
        ...mine(nowMs, 420_000),
        visitor: jonasVisit,
      }),
      conversation('cnv_post', contact('con_post', 'Erika Land'), nowMs, {
        ...mine(nowMs, 300_000),
        via: 'channel',
        channel: { kind: 'webhook', name: 'eBay' },
      }),
    ],
    visits: [
      maraVisit,
      jonasVisit,
      visit('vis_lea', '/en/product/raincoat-fjord', 'Raincoat Fjord', nowMs, {
        conversationId: 'cnv_lea',
        name: 'Lea Sommer',
      }),
      visit('vis_k3t8', '/en/category/hats', 'Hats', nowMs, { pageSinceAt: nowMs - 12_000 }),
      visit('vis_p0q2', '/en/cart', 'Your cart', nowMs, { context: { cart: { valueCents: 8_900, currency: 'EUR' } } }),
      visit('vis_z7m4', '/en/help/returns', 'Returns', nowMs, { online: false }),
    ],
  };
}
