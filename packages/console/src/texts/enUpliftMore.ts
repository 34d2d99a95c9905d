/** More words of the uplift report: starting anew, accepted chats, the plan, the rows, its limits and its method. */
export const enUpliftMore = {
  anew: {
    first:
      'Find the cause, and only then start a new experiment. This one stays invalid, even once the fault is mended: those who are missing already do not come back.',
    rule: 'A new version of the rule starts the new experiment: open the rule under “Rules”, enter another “Word that draws the lots” at its hold-out, or change the rule itself, and save.',
    programme:
      'Another hold-out starts the new experiment: under “Rules”, “For all rules”, change the share held out and save; or set another settings.programme.salt with PUT /api/v1/rules.',
  },
  perChat: {
    title: 'How an accepted chat changes ordering',
    assumes:
      'It holds only if an invitation works by way of the chat alone: if the card itself changes who orders, this figure is wrong; the verdict stays right.',
    unknown:
      'It cannot be told yet. Either it is not certain that the invitation makes more people chat, or more chats alone cannot explain the difference.',
    wide: 'It cannot be told yet: the interval would be wider than 100 percentage points.',
  },
  plan: {
    title: 'What your traffic can prove',
    perDay: (visitors: string, total: string) =>
      `About ${visitors} eligible visitors a day, about ${total} in 28 days.`,
    basis: (f: { visitors: string; days: string; followed: string; buyers: string }) =>
      `Counted: ${f.visitors} eligible visitors in the last ${f.days} days. How often they order is taken from ${f.followed} whose time to order is over: ${f.buyers} ordered.`,
    soon: (f: { visitors: string }) =>
      `Eligible visitors counted so far: ${f.visitors}. A plan needs three days, so that it is not one good afternoon.`,
    unknown:
      'Nothing is known yet about how many visitors would be eligible. Let a rule run in shadow mode for a few days: it is counted, and nobody is invited.',
    examples: (f: { rate: string; share: string }) =>
      `Until then an example: a shop where ${f.rate} of the eligible visitors order, and ${f.share} are held out.`,
    exampleRow: (visitors: string) => `${visitors} eligible visitors in 28 days`,
    lead: 'The smallest uplift of orders that 28 days can prove, if it is there, four times out of five:',
    row: 'held out',
    lift: (lift: string) => `about ${lift}`,
    never: 'nothing: too few visitors',
    read: (f: { lift: string; share: string }) =>
      `With your traffic the smallest provable uplift in 28 days is about ${f.lift}, if ${f.share} are held out.`,
    smaller:
      'A smaller effect may well be there; it needs more time. Twice the effect needs a quarter of the visitors.',
    looks:
      'It counts for the interval of this report, which may be looked at every day. That has its price: the effect must be 1.38 times as large as for a single look on a day fixed beforehand.',
    noRate: 'How many of them order is not known yet: there were too few orders. The plan appears once there are some.',
    curse:
      'Decide before the start how long it runs. Whoever stops at the first good day sees an effect that is too large.',
  },
  raw: {
    title: 'Check it yourself',
    long: 'Every row behind this report as CSV: visitor (hashed), group, when eligible, orders, amount, chatted, and the place in the lot that decided the group. All figures can be computed anew from them.',
    address: 'Address',
    scope: 'An API key with this scope is needed:',
    copy: 'Copy the address',
    copied: 'Copied.',
    notCopied: 'It could not be copied. Please mark the address and copy it.',
  },
  limits: {
    title: 'What does this not say?',
    list: [
      'Not what a kind of visitor does: whoever splits the figures until a part is clear is looking again and again.',
      'Not what another rule, another text or another season earns. A changed rule is a new experiment.',
      'Not what is ordered after the window: it counts for neither group.',
      'Not what more agents would earn: invited visitors keep them busy, and the others wait for the same people.',
      'One person on two devices is two visitors, perhaps one in each group. That makes an effect look smaller, never larger.',
      'Could it be forged? Who opens the shop can make up what a page tells, so pages alone never make a verdict. Orders told by your server cannot be made up from outside; only whose they are may be claimed, for half an hour, one number for one visitor, and two claims count for nobody.',
    ],
  },
  method: {
    title: 'How is this computed?',
    list: [
      'Groups: drawn by lot on the server at the moment a visitor becomes eligible, before anything is shown, and written down for both groups. Everybody counts in the group that was drawn, whether they saw the invitation or not (intention to treat).',
      'Uplift of orders: ratio of the two conversion rates, on the logarithm. Interval and p: asymptotic confidence sequence at level 0.95 (Waudby-Smith and others), right on all days at once.',
      'Percentage points: difference of the two rates, Newcombe’s hybrid score interval with the reach of the same sequence.',
      'Revenue per visitor: ratio of means on the logarithm, orders cut at a limit set before the start, the same kind of sequence. Without a limit there is none.',
      'Value of an order: revenue over orders with the interval of a ratio (delta method).',
      'Sizes of the groups: a test that may be read daily (Lindon and Malek), invalid below p = 0.001 on any day. The chi-squared test beside it is for a single look and decides nothing.',
      'For each accepted chat: difference in orders over the difference in chats, only where more chats are certain. Both may be looked at daily, each at level 0.975, so that the ratio is right at 0.95.',
      'Additional customers: buyers · r / (1 + r) with r the uplift and its ends.',
      'A verdict of better or worse needs whole groups, 14 full days and 50 customers in the smaller group. These limits are the same for everybody and cannot be set.',
    ],
    docs: 'Every formula with its source:',
  },
};
