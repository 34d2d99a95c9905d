import type { RuleEvent } from '../engine/events.ts';
import { type Duration, toMs } from '../rule/duration.ts';
import type { FactName, Facts, FactValue, SignalName } from '../rule/vocabulary.ts';
import type { Journey, Step } from './journey.ts';
import { sayMs } from './say.ts';

/** Tells a journey step by step, as a sentence: `j.open('/checkout', { type: 'checkout' }).focusForm('checkout').wait('3m')`. */
export interface Walk {
  /** Loads a page. From the second on the engine begins anew, with what outlives a page. */
  open(path: string, page?: { type?: string }): Walk;
  /** Goes on within a single-page shop. */
  go(path: string, page?: { type?: string }): Walk;
  /** Lets time pass. Throws RangeError for what is no duration. */
  wait(duration: Duration): Walk;
  /** What is known of the visitor; told again on every page, like a cart. */
  visitor(facts: { [K in FactName & `visit.${string}`]?: Facts[K] }): Walk;
  cart(valueCents: number | null, quantity?: number): Walk;
  /** Any fact, also of the shop's own; null makes it unknown. */
  fact<K extends FactName>(name: K, value: Facts[K] | null): Walk;
  signal(name: SignalName, at?: string): Walk;
  focusForm(form: string): Walk;
  leaveForm(form: string): Walk;
  focusField(field: string): Walk;
  leaveField(field: string): Walk;
  seeSection(section: string): Walk;
  leaveSection(section: string): Walk;
  /** Looks at a product: in sight, and the fact `product.id`. */
  seeProduct(product: string): Walk;
  leaveProduct(product: string): Walk;
  scroll(percent: number): Walk;
  /** A sign of life: ends idleness. */
  move(): Walk;
  hide(): Walk;
  show(): Walk;
  /** Answers the card that is up. */
  accept(): Walk;
  dismiss(): Walk;
  openChat(): Walk;
  endChat(): Walk;
  order(): Walk;
  /** The journey as told so far. */
  journey(): Journey;
  /** The same as words, for messages. */
  told(): string;
}

/** Begins a journey. By default: a desktop, English, a first visit. */
export function startWalk(): Walk {
  const steps: Step[] = [];
  const words: string[] = [];
  const kept = new Map<string, FactValue | null>([
    ['visit.device', 'desktop'],
    ['visit.language', 'en'],
    ['visit.returning', false],
  ]);
  const views = new Map<string, number>();
  let nowMs = 0;
  let pages = 0;

  const happen = (event: RuleEvent) => {
    steps.push({ tMs: nowMs, event });
  };
  const tell = (name: string, value: FactValue | null) => happen({ type: 'fact', name, value });

  function say(text: string): Walk {
    words.push(text);
    return walk;
  }

  function keep(name: string, value: FactValue | null) {
    kept.set(name, value);
    if (pages > 0) tell(name, value);
  }

  function arrive(path: string, { type }: { type?: string } = {}) {
    pages += 1;
    views.set(path, (views.get(path) ?? 0) + 1);
    happen({ type: 'page', page: { url: `https://shop.example${path}`, ...(type === undefined ? {} : { type }) } });
    tell('page.path', path);
    tell('page.views', views.get(path)!);
    keep('visit.pages', pages);
  }

  const inside = (what: 'section' | 'field' | 'product', name: string, on: boolean) =>
    happen({ type: 'inside', what, name, on });

  const walk: Walk = {
    open(path, page) {
      if (pages > 0) steps.push({ tMs: nowMs, load: true });
      kept.set('visit.pages', pages + 1);
      for (const [name, value] of kept) tell(name, value);
      arrive(path, page);
      return say(`open ${path}`);
    },
    go(path, page) {
      arrive(path, page);
      return say(`go to ${path}`);
    },
    wait(duration) {
      const ms = toMs(duration);
      if (!(ms >= 0)) throw new RangeError(`${duration} is no duration; write it like '90s' or '3m'.`);
      nowMs += ms;
      return say(`wait ${sayMs(ms)}`);
    },
    visitor(facts) {
      for (const [name, value] of Object.entries(facts)) keep(name, value as FactValue);
      return walk;
    },
    cart(valueCents, quantity = 1) {
      keep('cart.valueCents', valueCents);
      keep('cart.quantity', valueCents === null ? null : quantity);
      return say(valueCents === null ? 'no cart' : `cart of ${valueCents} cents`);
    },
    fact(name, value) {
      tell(name, value as FactValue | null);
      return say(`${name} ${JSON.stringify(value)}`);
    },
    signal(name, at) {
      happen({ type: 'signal', name, ...(at === undefined ? {} : { at }) });
      return say(`signal ${name}`);
    },
    focusForm(form) {
      happen({ type: 'form', form, on: true });
      return say(`focus form ${form}`);
    },
    leaveForm(form) {
      happen({ type: 'form', form, on: false });
      return say(`leave form ${form}`);
    },
    focusField(field) {
      inside('field', field, true);
      return say(`focus field ${field}`);
    },
    leaveField(field) {
      inside('field', field, false);
      return say(`leave field ${field}`);
    },
    seeSection(section) {
      inside('section', section, true);
      return say(`see section ${section}`);
    },
    leaveSection(section) {
      inside('section', section, false);
      return say(`leave section ${section}`);
    },
    seeProduct(product) {
      tell('product.id', product);
      inside('product', product, true);
      return say(`see product ${product}`);
    },
    leaveProduct(product) {
      inside('product', product, false);
      return say(`leave product ${product}`);
    },
    scroll(percent) {
      tell('page.scroll', percent);
      return say(`scroll to ${percent} %`);
    },
    move() {
      happen({ type: 'input' });
      return say('move');
    },
    hide() {
      happen({ type: 'visible', on: false });
      return say('hide the page');
    },
    show() {
      happen({ type: 'visible', on: true });
      return say('show the page');
    },
    accept() {
      steps.push({ tMs: nowMs, card: 'accepted' });
      return say('accept');
    },
    dismiss() {
      steps.push({ tMs: nowMs, card: 'dismissed' });
      return say('dismiss');
    },
    openChat() {
      happen({ type: 'conversation', open: true });
      return say('open the chat');
    },
    endChat() {
      happen({ type: 'conversation', open: false });
      return say('end the chat');
    },
    order() {
      happen({ type: 'ordered' });
      return say('order');
    },
    journey: () => ({ steps: [...steps], endMs: nowMs }),
    told: () => words.join(' · '),
  };
  return walk;
}
