import { systemClock } from '@theke/kit';
import { fieldKind } from '../../fill/kind.ts';
import { createFill } from '../../share/act/fill/index.ts';
import { cutSecrets } from '../../share/privacy/line.ts';
import { createCoFill } from '../../view/fill/index.ts';
import { showReact } from './forms.react.js';
import { showSvelte } from './forms.svelte.entry.js';
import { showVue } from './forms.vue.js';

// Both sides of filling in together in one page, with a line of so many milliseconds between them.
const passwords = new WeakSet();
const names = [];
const duet = {
  delayMs: 0,
  granted: true,
  news: [],
  acts: [],
  outcomes: [],
  refused: [],
  changed: false,
  loseAnswers: 0,
  under: 0,

  begin(delayMs = 0) {
    this.delayMs = delayMs;
    const clock = systemClock();
    this.fill = createFill({
      shareId: 's1',
      clock,
      surface: this.surface,
      granted: () => this.granted,
      holdsSecret: (element, text) => cutSecrets(element, text) !== text,
      tellField: (news) => {
        this.news.push(news);
        this.later(() => this.agent.told({ shareId: 's1', ...news }));
      },
    });
    this.agent = createCoFill({
      shareId: 's1',
      clock,
      onRefused: (why) => this.refused.push(why),
      tryAct: (act, actId) => this.try(act, actId),
    });
  },

  later(fn) {
    this.under += 1;
    setTimeout(() => {
      this.under -= 1;
      fn();
    }, this.delayMs);
  },

  async rest() {
    for (let quiet = 0; quiet < 6; quiet = this.under > 0 ? 0 : quiet + 1) {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 5)));
    }
  },

  try(act, actId) {
    this.acts.push({ ...act, actId });
    return new Promise((done) => {
      this.later(() => {
        const outcome = this.act(act, actId);
        this.outcomes.push(outcome);
        const lost = this.loseAnswers > 0;
        if (lost) this.loseAnswers -= 1;
        this.later(() => done(lost ? { ok: false, refusal: { code: 'timeout' } } : { ok: true, value: outcome }));
      });
    });
  },

  act(act, actId = `act_${Math.random()}`) {
    const one = { shareId: 's1', actId, act, seen: { stream: 1, seq: 1 } };
    if (act.kind === 'open') return this.fill.open(act.node, this.surface.nodeOf(act.node));
    return act.kind === 'leave' ? this.fill.leave(act.node) : this.fill[act.kind](one);
  },

  get value() {
    return document.querySelector('#f').value;
  },

  set(value) {
    const field = document.querySelector('#f');
    if (field) field.value = value;
  },

  /** The recorder's id of an element. */
  id(selector) {
    return this.name(document.querySelector(selector));
  },

  name(element) {
    if (!names.includes(element)) names.push(element);
    return names.indexOf(element);
  },

  async open(selector) {
    await this.agent.open(this.id(selector));
    return this.agent.field.value?.text.value;
  },

  get field() {
    return this.agent.field.value;
  },

  /** Letter by letter, where the agent's caret is. */
  async type(text, everyMs = 0) {
    for (const letter of text) {
      const { text: now, caret } = this.field;
      const { start, end } = caret.value;
      this.field.write(now.value.slice(0, start) + letter + now.value.slice(end), start + letter.length);
      if (everyMs) await new Promise((done) => setTimeout(done, everyMs));
    }
  },

  /** Until both sides rest, and have the same. */
  async settled(selector, ms = 6000) {
    const read = () => {
      const element = document.querySelector(selector);
      return fieldKind(element) === 'rich' ? element.innerText.replace(/\n$/, '') : element.value;
    };
    const end = performance.now() + ms;
    let sinceMs = performance.now();
    let before = '';
    while (performance.now() < end) {
      const now = `${this.field?.text.value}|${read()}`;
      if (now !== before || this.field?.text.value !== read()) sinceMs = performance.now();
      before = now;
      if (performance.now() - sinceMs > 150 + 3 * this.delayMs) return read();
      await new Promise((done) => setTimeout(done, 10));
    }
    return `unsettled ${before}`;
  },

  surface: {
    window,
    firstStream: 1,
    nodeOf: (id) => names[id] ?? null,
    idOf: (node) => names.indexOf(node),
    changedSince: () => duet.changed,
    sees: (element) =>
      element.closest('[data-theke-block]') ? 'hidden' : element.closest('[data-theke-mask]') ? 'shape' : 'shown',
    isSecret(element) {
      if (element.type === 'password') passwords.add(element);
      return passwords.has(element);
    },
    isDenied: (element) => element.closest('[data-theke-deny]') !== null,
    ignore: () => false,
  },
};
Object.assign(window, {
  duet,
  showReact,
  showVue,
  showSvelte,
  pause: (ms) => new Promise((done) => setTimeout(done, ms)),
});
