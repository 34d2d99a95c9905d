import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, openGround } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const start = `<!doctype html><html><head><style>.a{color:red}.b{margin:1px}</style></head><body data-theke-show>
<main id="main"><p>one</p><ul><li>a</li><li>b</li><li>c</li></ul><table><tr><td>x</td></tr></table><form><input id="field"><select id="choice"><option>1<option>2</select></form></main>
<section id="host"></section><details id="details"><summary>s</summary>d</details><dialog id="dialog">ask</dialog></body></html>`;

describe('view and share', () => {
  it.each([20_260_806, 7, 99])(
    '[VW131] whatever happens on the page, both sides have the same tree: no check ever finds them apart, and nothing is missing (%i)',
    async (seed) => {
      const { page, errors } = await ground.sharing(start);
      const result = await page.evaluate(async (seed) => {
        await until(() => stand.view.state.value.phase === 'live', 10_000);
        const window = stand.shop();
        const { document } = window;
        let state = seed;
        const random = (below: number) => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return Math.floor((state / 4_294_967_296) * below);
        };
        const main = document.querySelector('#main')!;
        // What stands in the tag of a frame is never seen by anybody.
        const all = () => [...main.querySelectorAll('*:not(iframe, iframe *)')];
        const one = () => all()[random(all().length)] ?? main;
        const make = () => {
          const element = document.createElement(['div', 'p', 'span', 'ul', 'b', 'x-card'][random(6)]!);
          element.append(`t${random(100)}`, document.createElement('i'), document.createComment('c'));
          return element;
        };
        const acts: (() => void)[] = [
          () => one().append(make()),
          () => one().before(make(), 'text'),
          () => one().remove(),
          () => one().append(one().cloneNode(true)),
          () => {
            const [a, b] = [one(), one()];
            if (!a.contains(b)) b.append(a);
          },
          () => one().replaceChildren(...[...one().childNodes].reverse()),
          () => {
            one().textContent = `w${random(100)}`;
          },
          () => one().classList.toggle('a'),
          () => one().setAttribute('style', `color:rgb(${random(255)},0,0)`),
          () => {
            const host = document.createElement('section');
            const root = host.attachShadow({ mode: 'open' });
            const sheet = new window.CSSStyleSheet();
            sheet.replaceSync(`p{color:rgb(${random(255)},0,0)}`);
            root.adoptedStyleSheets = [sheet];
            root.append(make());
            one().append(host);
          },
          () => {
            const root = [...document.querySelectorAll('section')].map((of) => of.shadowRoot).find((of) => of !== null);
            root?.append(make());
            if (root && random(3) === 0) root.firstElementChild?.remove();
          },
          () => {
            const frame = document.createElement('iframe');
            frame.srcdoc = '<body data-theke-show><p>inside</p>';
            if (document.querySelectorAll('iframe').length < 4) main.append(frame);
          },
          () => document.querySelector('iframe')?.contentDocument?.body?.append(make()),
          () => {
            const style = document.querySelector('style')!;
            if (random(2) === 0)
              style.sheet!.insertRule(`.r${random(9)}{padding:1px}`, random(style.sheet!.cssRules.length + 1));
            else if (style.sheet!.cssRules.length > 2) style.sheet!.deleteRule(0);
          },
          () => document.querySelector<HTMLDialogElement>('#dialog')![random(2) === 0 ? 'showModal' : 'close'](),
          () => {
            document.querySelector<HTMLDetailsElement>('#details')!.open = random(2) === 0;
          },
        ];
        for (let i = 0; i < 400; i += 1) {
          try {
            acts[random(acts.length)]!();
          } catch {
            // Not possible right now.
          }
          if (i % 15 === 0) await pause(30);
        }
        await pause(4_000);
        /** Elements and words in their order, insides of roots and frames too; what is never told left out. */
        const shape = (root: Node): string[] =>
          [...root.childNodes].flatMap((node) => {
            if (node.nodeType === 3) return node.textContent!.trim() ? [node.textContent!.trim()] : [];
            if (node.nodeType !== 1) return [];
            const element = node as Element;
            if (/^(script|theke-widget|head)$/.test(element.localName)) return [];
            const inside = (element as HTMLIFrameElement).contentDocument;
            return [
              `<${element.localName}>`,
              ...(element.shadowRoot ? ['#root', ...shape(element.shadowRoot)] : []),
              ...(inside?.body ? ['#page', ...shape(inside)] : []),
              ...shape(element),
              '</>',
            ];
          });
        const [mine, theirs] = [shape(document.body), shape(stand.mirror().body)];
        const at = mine.findIndex((part, i) => part !== theirs[i]);
        const { bad, drifted, dropped, pictures, events } = stand.view.stats;
        return {
          bad,
          drifted,
          dropped,
          pictures,
          events,
          parts: mine.length,
          apart: at < 0 ? null : [at, mine.slice(at - 30, at + 12).join(''), theirs.slice(at - 30, at + 12).join('')],
          wants: stand.wants,
        };
      }, seed);
      console.info('measured', JSON.stringify({ ...result, apart: undefined }));
      expect(result.apart).toBeNull();
      expect(result).toMatchObject({ bad: 0, drifted: 0, wants: 0 });
      expect(result.parts).toBeGreaterThan(100);
      expect(result.events).toBeGreaterThan(20);
      expect(errors).toEqual([]);
      await page.close();
    },
  );
});
