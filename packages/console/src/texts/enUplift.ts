import { enUpliftMore } from './enUpliftMore.ts';

/** The words of the report on what invitations earn. Figures come in ready to be read; none is made here. */
export const enUplift = {
  uplift: {
    title: 'Uplift report',
    lead: 'What the invitations earn, compared with visitors who by lot got none.',
    onlySupervisors: 'This report is for supervisors and admins. Ask one of them if you need a figure from it.',
    site: 'Site',
    experiments: 'Experiments',
    refresh: 'Refresh',
    print: 'Print',
    loading: 'One moment …',
    readAt: (time: string) => `As of ${time}`,
    failed: 'The report could not be read.',
    failedKept: 'It could not be read again. You see what was read before.',
    offline: 'The line is gone. It is read as soon as the line is back.',
    offlineKept: 'The line is gone. You see what was read before; it is read again as soon as the line is back.',
    forbidden: 'You may not read this report.',
    gone: 'This experiment is not there any more.',
    again: 'Try again',
    noSite: 'There is no site yet. Once the script is on a page of your shop, its site appears here.',
    none: 'Nothing has been measured on this site yet. As soon as a rule with a hold-out is live, its experiment appears here. Below you see what your traffic can prove.',
    planNew: 'Plan a new one',
    programme: 'All invitations together',
    version: (version: number) => `version ${version}`,
    visitors: (count: string) => `${count} visitors`,
    running: (since: string) => `since ${since}`,
    ended: (from: string, to: string) => `${from} to ${to}`,
    heldOut: 'held out',
    window: (days: string) => `orders count for ${days} after a visitor became eligible`,
    days: (count: number, written: string) => (count === 1 ? 'one day' : `${written} days`),
    hours: (count: number, written: string) => (count === 1 ? 'one hour' : `${written} hours`),
    marks: {
      invalid: 'Invalid',
      tooEarly: 'Too early',
      inconclusive: 'Inconclusive',
      better: 'Better',
      worse: 'Worse',
    },
    leads: {
      invalid: 'Something is wrong with the measurement itself. No figure of this experiment is shown.',
      tooEarly: 'Nothing can be said yet. The measurement runs as it should.',
      inconclusive: 'A difference cannot be shown: a gain and a loss both fit what was counted.',
      better: 'More visitors order when they are invited.',
      worse: 'Fewer visitors order when they are invited.',
    },
    leadByPages: 'A difference was counted, but so far only pages tell of it. That is not enough for a verdict.',
    leadDoubt: 'A difference was counted, but whose orders these are is not sure enough for a verdict.',
    next: 'What to do now',
    reasons: {
      toldByPages: (f: { buyers: string; confirmed: string }) =>
        `Your shop’s server has told the orders of ${f.confirmed} out of ${f.buyers} customers. What a page tells can be made up by anybody who opens the shop, so a verdict has to hold without it; here it does not.`,
      contested: (f: { contested: string; orders: string }) =>
        `Several visitors claimed ${f.contested} of the ${f.orders} orders of this time. Somebody tries to get other people’s orders, or a page tells one order as several people; what such claims have won cannot be told from the rest.`,
      fewTied:
        'For more than half of the orders your shop’s server told, nothing says which visitor made them. Whoever claims such orders would decide the verdict.',
      noHoldout: 'Nobody is held out, so there is nobody to compare with.',
      sampleRatio: (f: { p: string; invite: string; holdout: string; plannedInvite: string; plannedHoldout: string }) =>
        `The two groups do not have the sizes they should: ${f.p}. Counted were ${f.invite} invited and ${f.holdout} held out; by the lot it should be about ${f.plannedInvite} and ${f.plannedHoldout}.`,
      bothArms: (f: { both: string; visitors: string }) =>
        `${f.both} of ${f.visitors} visitors were seen in both groups. One in two hundred is the most that can be left out without bending the result.`,
      fewDays: (f: { days: string; needed: string }) =>
        `${f.days} of ${f.needed} full days have passed. Weekdays differ, so whole weeks are compared.`,
      openWindows: (f: { window: string }) =>
        `Orders of the last visitors still come in: each is waited for ${f.window}. Ordering sooner would look like ordering more, so the verdict waits for visitors whose time is over.`,
      fewConversions: (f: { conversions: string; needed: string }) =>
        `${f.conversions} of ${f.needed} customers have ordered in the group that has fewer. Below that an interval promises more than it holds.`,
      coversZero: 'The interval reaches from a loss to a gain.',
      aboveZero: 'The whole interval lies above zero, and it holds however often one looks.',
      belowZero: 'The whole interval lies below zero, and it holds however often one looks.',
    },
    nexts: {
      toldByPages:
        'Have your shop’s server tell every order, also of people it cannot name. Past ones can be told afterwards, with their time; they count at once.',
      contested:
        'Choose order numbers that nobody can guess, and have the page after the order tell each as it opens. Then begin a new version of the rule: what was claimed until now stays in doubt.',
      fewTied:
        'Look whether the page after the order tells its number, the same one that your server tells, within half an hour. Tell orders of this web shop only. Behind a proxy, THEKE_PROXIES has to be set: else all visitors look like one network.',
      noHoldout: 'Give the rule a hold-out under Rules. A fifth of the visitors is a good start.',
      sampleRatio:
        'Somebody loses visitors of one group. Look for an error on the pages where the invitation shows, a filter against bots that only one group meets, or another system that keeps visitors from being counted.',
      bothArms:
        'Look at how visitors are told apart: a shared account, an identity that changes within a visit, or a test that signs in as many people.',
      fewDays: 'Wait. There is nothing to do, and looking in between does no harm.',
      fewConversions:
        'More orders come by themselves. If it takes too long, a larger hold-out gets there sooner; that starts a new experiment.',
      coversZero:
        'Let it run if an effect of the size below would matter to you. Otherwise the answer is: whatever the effect, it is smaller than your traffic can show.',
      aboveZero:
        'Keep the invitation. A small hold-out, about one visitor in twenty, goes on watching over it; setting it starts a new experiment.',
      belowZero:
        'Turn the rule off under Rules, or change when it fires or what it says; that starts a new experiment.',
    },
    byPages: {
      hint: 'So far most orders are told by pages alone. For “better” or “worse” your shop’s server has to tell them too; it can be set up meanwhile.',
      note: (f: { count: string; buyers: string }) =>
        `In these figures are ${f.count} of ${f.buyers} customers whose orders only their page has told. Anybody who opens the shop can make up such orders.`,
      alone: 'Only what the shop told',
      nothing: 'Without what pages told there is nothing to compare.',
      how: 'How the shop’s server tells an order',
      same: "The number is the one that the page tells with Theke('order', …). Best is one that cannot be guessed.",
      scope: 'An API key with this scope is needed:',
      docs: 'More about it:',
    },
    curse:
      'A result that is read as soon as it is clear tends to look larger than it is. The interval still holds; the middle of it comes down as visitors are added.',
    curseUntil: (planned: string, visitors: string) => `Planned were ${planned} visitors; ${visitors} are counted.`,
    early: {
      title: 'Look at the figures all the same',
      warn: 'Too few days or orders: these intervals promise more than they hold. Do not decide by them.',
    },
    figures: 'What it earns',
    conversion: 'Visitors who order',
    primary: 'decides the verdict',
    revenue: 'Revenue per visitor',
    secondary: 'for a second look',
    orderValue: 'Value of an order',
    describes: 'description only',
    describesWhy: 'Only those who ordered have one, and the invitation changes who orders. It compares nothing.',
    invited: 'Invited group',
    heldBack: 'Held out',
    interval: '95% interval',
    to: 'to',
    openLow: 'open below',
    openHigh: 'open above',
    n: (visitors: string) => `N = ${visitors} visitors`,
    nOf: (invite: string, holdout: string) => `N = ${invite} invited + ${holdout} held out`,
    nOrders: (orders: string) => `N = ${orders} orders`,
    points: 'percentage points',
    nothing: 'Nothing to compare yet.',
    counted: (f: { invite: string; ofInvite: string; holdout: string; ofHoldout: string }) =>
      `${f.invite} of ${f.ofInvite} ordered when invited, ${f.holdout} of ${f.ofHoldout} when held out.`,
    perVisitor: (invite: string, holdout: string) => `${invite} a visitor when invited, ${holdout} when held out`,
    cut: (cap: string) => `Orders above ${cap} count as ${cap}, set before the start.`,
    uncut:
      'Before the start there were no orders to find a limit for large ones. Without a limit a few of them can make an interval promise more than it holds, so the groups are not compared by revenue. The next version of the rule, a new experiment, has a limit.',
    zero: 'no effect',
    time: {
      title: 'The interval over time',
      summary: (f: { first: string; last: string; days: string; estimate: string; interval: string; n: string }) =>
        `From ${f.first} to ${f.last}, ${f.days}. At the end ${f.estimate}, ${f.interval}, ${f.n}.`,
      none: 'The picture begins with the first day on which both groups have ordered.',
      guard: (days: string) => `day ${days}`,
      day: 'Day',
      estimate: 'Uplift',
      clipped: 'The band of the first days reaches beyond the picture.',
    },
    table: 'As a table',
    flow: {
      title: 'From eligible to ordered',
      summary: 'Each circle is as large as its part of the group. Ordered counts everybody, shown or not.',
      eligible: 'Eligible',
      shown: 'Saw it',
      dismissed: 'Dismissed it',
      accepted: 'Accepted',
      chatted: 'Chatted',
      ordered: 'Ordered',
      byThemselves: 'by themselves',
      hidden: 'Orders are not shown, because the measurement is not sound.',
      step: 'Step',
      notShown: 'not invited',
    },
    cost: {
      title: 'What it cost',
      minutes: 'minutes of agents in these conversations',
      perAccepted: (minutes: string) => `${minutes} min for each accepted invitation`,
      buyers: 'additional customers through the invitation',
      perBuyer: (minutes: string) => `About ${minutes} min for each of them.`,
      perBuyerRange: (few: string, many: string) => `Between ${few} and ${many} min for each of them.`,
      perBuyerUnknown: 'Minutes for each of them cannot be told while there may be none.',
    },
    trust: {
      title: 'Can the figures be trusted?',
      fine: 'in order',
      open: 'not yet',
      broken: 'not in order',
      ratio: 'Sizes of the groups',
      look: 'worth a look',
      ratioFine: (f: { p: string; always: string }) =>
        `as drawn by lot: ${f.always}, watched daily; ${f.p} at a single look`,
      ratioBroken: (f: { p: string; always: string }) =>
        `not as drawn: ${f.always}, watched daily; ${f.p} at a single look`,
      ratioLook: (f: { p: string; always: string }) =>
        `as drawn by lot: ${f.always}, watched daily. At a single look it is ${f.p}, so it is worth a look whether somebody gets lost. On some day this happens in about one sound measurement of a hundred; it makes no verdict.`,
      both: 'Seen in both groups',
      bothOf: (both: string, visitors: string) => `${both} of ${visitors} visitors, left out`,
      days: 'Full days',
      conversions: 'Customers in the smaller group',
      of: (done: string, needed: string) => `${done} of ${needed}`,
      had: (done: string, needed: string) => `${done}; ${needed} are needed`,
      confirmed: 'Customers confirmed by the shop',
      confirmedAll: (all: string) => `all ${all}`,
      confirmedNone: 'none yet',
      confirmedOf: (shop: string, all: string) => `${shop} of ${all}; the others only by their page`,
      contested: 'Claimed by several visitors',
      contestedLong: (count: string) => `${count} orders: the page’s word counts for none of them`,
      late: 'Told by a page at another time',
      lateLong: (count: string) =>
        `${count} orders, more than half an hour from the time the shop gave: the page’s word does not count`,
      dayOnly: 'Known for one day only',
      dayOnlyLong: (count: string) => `${count} visitors who allow no storage; on another day they count as new`,
      orders: 'Where orders come from',
      ordersLong: (shop: string, page: string) =>
        `on the whole site, ${shop} told by the shop, ${page} by the page only`,
      ordersShop: (shop: string) => `on the whole site, ${shop}, all told by the shop`,
      refunds: 'Refunds',
      refundsLong: (amount: string) => `${amount} taken off`,
      other: 'Other currencies',
      otherLong: (count: string) => `${count} orders, left out`,
    },
    naive: {
      title: 'The figure others would show you',
      notCausal: 'not causal',
      said: 'Struck through, because it is not causal:',
      more: (times: string) => `${times} more orders among those who chat`,
      long: (f: { chatters: string; bought: string; others: string; othersBought: string }) =>
        `${f.bought} of ${f.chatters} visitors who chatted ordered, ${f.othersBought} of ${f.others} others.`,
      why: 'People who are about to buy are the ones who ask, so those who chat would have ordered more often anyway. A shop whose invitations do nothing at all shows a figure like this one.',
    },
    ...enUpliftMore,
  },
};
