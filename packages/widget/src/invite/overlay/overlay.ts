import { type ExplainedNode, type Explanation, edges, explainAll } from '@theke/rules/explain';
import type { RadarInside } from '../radar.ts';
import { length, sayNode } from './say.ts';
import { overlayCss } from './sheet.ts';
import { de, en, type OverlayWords } from './words.ts';

// Fast enough for a countdown in seconds; it runs only while the developer has it open.
const everyMs = 500;
const edgesShown = 20;

const marks = { true: '✓', false: '✕', unknown: '?' } as const;

/**
 * Shows every rule of the page with its conditions, what there is and what is needed, what comes next and what stands in the way.
 * For the shop's developer; answers its undo. Reads the engine and changes nothing.
 */
export function startOverlay(radar: RadarInside): () => void {
  const { core, clock } = radar;
  const { document, CSSStyleSheet } = core.window;
  const words: OverlayWords = core.settings.locale === 'de' ? de : en;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(overlayCss);
  core.shadow.adoptedStyleSheets = [...core.shadow.adoptedStyleSheets, sheet];

  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, text = '', of: Node[] = []) => {
    const element = document.createElement(tag);
    element.append(text, ...of);
    return element;
  };
  const close = make('button', words.close);
  close.type = 'button';
  const rules = make('div');
  const last = make('ul');
  const past = make('details', '', [make('summary', words.edges), last]);
  const inner = make('div', '', [rules, past]);
  inner.className = 'in';
  // It scrolls, so a keyboard must be able to come here.
  inner.tabIndex = 0;
  const box = make('section', '', [make('header', '', [make('h2', words.title), close]), inner]);
  box.className = 'debug';
  box.setAttribute('aria-label', words.title);
  core.shadow.append(box);

  const kept = new Map<string, { box: HTMLDetailsElement; head: HTMLElement; body: HTMLElement; drawn: string }>();

  function line(node: ExplainedNode): HTMLLIElement {
    const item = make('li', sayNode(node, words));
    item.dataset.mark = marks[`${node.value}`];
    // The mark is drawn; a screen reader hears the word.
    item.setAttribute('aria-label', `${sayNode(node, words)} – ${words.values[`${node.value}`]}`);
    if (node.of) item.append(make('ul', '', node.of.map(line)));
    return item;
  }

  function about(one: Explanation): [text: string, isBlocker: boolean][] {
    const { state, holdsInMs, gate, gateOpensMs, losesTo, blockers } = one;
    const lines: [string, boolean][] = [];
    if (state === 'waiting') lines.push([holdsInMs === null ? words.never : words.holdsIn(length(holdsInMs)), false]);
    if (gate && state !== 'showing' && state !== 'asking') {
      const opens = gateOpensMs === null ? '' : ` – ${words.gateOpens(length(gateOpensMs - one.atMs))}`;
      lines.push([words.gates[gate] + opens + (losesTo ? ` (${words.losesTo(losesTo)})` : ''), true]);
    }
    if (state === 'ready') lines.push([words.now, true]);
    if (blockers.length) lines.push([`${words.missing}: ${blockers.map(({ path }) => path).join(', ')}`, false]);
    return lines;
  }

  function show(one: Explanation) {
    const known = kept.get(one.ruleId);
    const head = known?.head ?? make('summary');
    const body = known?.body ?? make('div');
    const row = known ?? { box: make('details', '', [head, body]), head, body, drawn: '' };
    kept.set(one.ruleId, row);
    const drawn = JSON.stringify(one, (key, value) => (key === 'atMs' ? 0 : value));
    if (row.drawn === drawn && one.state !== 'waiting') return row.box;
    row.drawn = drawn;
    head.replaceChildren(`${one.ruleId} `, make('i', words.states[one.state]));
    body.replaceChildren(
      ...about(one).map(([text, isBlocker]) => {
        const said = make('p', text);
        said.className = isBlocker ? 'is' : '';
        return said;
      }),
      make('ul', '', [line(one.tree)]),
    );
    return row.box;
  }

  let takeBack = () => {};
  function draw() {
    const all = explainAll(radar.engine.inside(), radar.nowMs());
    const boxes = all.map(show);
    // Put in anew only when there are others than before: what has the focus stays where it is.
    if (boxes.length !== rules.children.length || boxes.some((one, i) => rules.children[i] !== one))
      rules.replaceChildren(...(boxes.length ? boxes : [make('p', words.none)]));
    const nowMs = radar.nowMs();
    last.replaceChildren(
      ...edges(radar.engine.inside())
        .slice(-edgesShown)
        .reverse()
        .map(({ atMs, ruleId, what, to }) =>
          make('li', '', [make('time', `−${length(nowMs - atMs)} `), make('span', `${ruleId}: ${what} ${to ?? ''}`)]),
        ),
    );
    takeBack = clock.after(everyMs, draw);
  }
  draw();

  function stop() {
    takeBack();
    box.remove();
    core.shadow.adoptedStyleSheets = core.shadow.adoptedStyleSheets.filter((one) => one !== sheet);
  }
  close.onclick = stop;
  core.ended.addEventListener('abort', stop);
  return stop;
}
