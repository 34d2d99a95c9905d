import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HandsGround, openHands } from './testing/hands.contract.ts';

let ground: HandsGround;

beforeAll(async () => {
  ground = await openHands();
});
afterAll(() => ground?.close());

const boxed = 'position:absolute;left:100px;top:50px;width:80px;height:40px;margin:0';

describe('clicks', () => {
  it('[CT12] a click is the whole sequence of a mouse, once, in its order and at its place', async () => {
    const page = await ground.open(`<button id="b" style="${boxed}">In den Warenkorb</button>`);
    const result = await page.evaluate(async () => {
      const types =
        'pointerover pointerenter mouseover mouseenter pointermove mousemove pointerdown mousedown focus pointerup mouseup click';
      stage.listen('#b', types.split(' '));
      const outcome = await stage.click('#b', 0.25, 0.5);
      const first = [...stage.events];
      stage.events.length = 0;
      await stage.click('#b', 0.5, 0.5);
      return { outcome, first, second: stage.events, acted: stage.acted, focused: document.activeElement?.id };
    });
    const kinds = (events: string[]) => events.map((event) => event.split(' ')[0]).join(' ');
    const press = 'pointermove mousemove pointerdown mousedown';
    expect(result.outcome).toEqual({ done: true });
    expect(result.focused).toBe('b');
    expect(result.acted).toEqual(['click In den Warenkorb', 'click In den Warenkorb']);
    expect(kinds(result.first)).toBe(
      `pointerover mouseover pointerenter mouseenter ${press} focus pointerup mouseup click`,
    );
    expect(kinds(result.second)).toBe(`${press} pointerup mouseup click`);
    expect(result.first).toContain('pointerdown 120,70 1 0');
    expect(result.first).toContain('mousedown 120,70 1 1');
    expect(result.first).toContain('mouseup 120,70 0 1');
    expect(result.first).toContain('click 120,70 0 1');
    await page.close();
  });

  it('[CT12] what the page cancels on the way has the effect it has for a mouse', async () => {
    const page = await ground.open(
      `<input id="i"><button id="p">A</button><button id="m">B</button><script>p.addEventListener('pointerdown',(e)=>e.preventDefault());m.addEventListener('mousedown',(e)=>e.preventDefault())</script>`,
    );
    const result = await page.evaluate(async () => {
      document.querySelector('input')!.focus();
      stage.listen('#p', ['mousedown', 'mouseup', 'click']);
      await stage.click('#p');
      const pointer = stage.events.map((event) => event.split(' ')[0]);
      await stage.click('#m');
      return { pointer, focused: document.activeElement?.id };
    });
    expect(result).toEqual({ pointer: ['click'], focused: 'i' });
    await page.close();
  });

  it('[CT14] links, boxes, choices, labels, details and buttons of a form do what they do for a person, once', async () => {
    const page = await ground.open(`
      <a id="hash" href="#there">there</a>
      <label id="l"><input id="c" type="checkbox"> gift wrap</label>
      <label id="drawn" for="none">drawn</label><input id="none" type="checkbox" style="display:none">
      <input type="radio" id="r1"><input type="radio" id="r2" name="x">
      <details><summary id="s">More</summary>words</details>
      <form id="f" action="/found" onsubmit="event.preventDefault();window.sent=(window.sent||0)+1"><input name="action"><input name="elements"></form>
      <button id="b" form="f"><i id="i">Search</i></button>
      <button id="reset" type="reset" form="f">Clear</button>`);
    const result = await page.evaluate(async () => {
      const is = (id: string) => document.querySelector<HTMLInputElement>(id)!;
      is('[name=elements]').value = 'x';
      const outcomes = [];
      for (const at of ['#hash', '#l', '#drawn', '#r1', '#r2', '#s', '#i', '#reset'])
        outcomes.push((await stage.click(at)).done);
      return {
        outcomes,
        hash: location.hash,
        ticked: [is('#c').checked, is('#none').checked, is('#r1').checked, is('#r2').checked],
        open: document.querySelector('details')!.open,
        sent: (window as unknown as { sent?: number }).sent,
        cleared: is('[name=elements]').value,
      };
    });
    expect(result).toEqual({
      outcomes: Array(8).fill(true),
      hash: '#there',
      ticked: [true, true, true, true],
      open: true,
      sent: 1,
      cleared: '',
    });
    await page.close();
  });

  it('[CT14] a link of the site is followed, in shadow trees, frames and dialogs too', async () => {
    const page = await ground.open(`
      <div id="h"></div>
      <iframe id="f" style="margin:30px;border:5px solid;padding:7px" srcdoc="<button id=b onclick='parent.pressed=(parent.pressed||0)+1'>Size</button>"></iframe>
      <dialog id="d"><button id="in">Close</button></dialog><button id="under">Under</button>
      <script>h.attachShadow({mode:'open'}).append(Object.assign(document.createElement('button'),{textContent:'Colour',onclick(){window.coloured=true}}));d.showModal();document.querySelector('#in').onclick=()=>d.close()</script>`);
    await page.frameLocator('#f').locator('#b').waitFor();
    const result = await page.evaluate(async () => {
      const inert = await stage.click('#under');
      const closed = await stage.click('#in');
      const done = [await stage.click('#h >> button'), await stage.click('#f >> #b'), await stage.click('#under')];
      const { pressed, coloured } = window as unknown as { pressed?: number; coloured?: boolean };
      return { inert, closed, done: done.map((one) => one.done), pressed, coloured };
    });
    expect(result).toEqual({
      inert: { done: false, why: 'covered', label: 'Under' },
      closed: { done: true },
      done: [true, true, true],
      pressed: 1,
      coloured: true,
    });
    await page.close();
    const other = await ground.open('<a id="a" href="/category">Shoes</a>');
    await other.evaluate(() => stage.click('#a'));
    await other.waitForURL('**/category');
    await other.close();
  });

  it('[CT13] what is out of sight is brought into it, also from under a bar that sticks and inside what scrolls', async () => {
    const page = await ground.open(`
      <style>html{scroll-behavior:smooth}</style><header style="position:sticky;top:0;height:80px;background:#ccc">Shop</header>
      <div style="height:2000px"></div><button id="far">Far</button>
      <div id="s" style="height:100px;overflow:auto"><div style="height:500px"></div><button id="deep">Deep</button></div><div style="height:2000px"></div>`);
    const result = await page.evaluate(async () => {
      const pressed: string[] = [];
      for (const id of ['far', 'deep']) document.getElementById(id)!.onclick = () => pressed.push(id);
      const far = await stage.click('#far');
      document.querySelector('#s')!.scrollTop = 0;
      const deep = await stage.click('#deep');
      // Right under the bar.
      const { top } = document.querySelector('#far')!.getBoundingClientRect();
      window.scrollBy({ top: top - 10, behavior: 'instant' });
      const under = await stage.click('#far');
      return { far, deep, under, pressed, moved: window.scrollY > 0 };
    });
    expect(result.pressed).toEqual(['far', 'deep']);
    expect(result).toMatchObject({ far: { done: true }, deep: { done: true }, moved: true });
    expect(result.under).toEqual({ done: false, why: 'covered', label: 'Far' });
    await page.close();
  });

  it('[CT13] a press on what has gone, has changed, is covered or is switched off does nothing, and says which', async () => {
    const page = await ground.open(`
      <button id="gone">A</button><button id="changed">B</button><a id="link" href="/x"><span id="span">C</span></a>
      <fieldset disabled><button id="off">D</button></fieldset><button id="hidden" style="display:none">E</button>
      <button id="covered" style="${boxed}">F</button><div style="${boxed}"></div><p id="none" style="pointer-events:none">G</p>`);
    const result = await page.evaluate(async () => {
      const pressed: string[] = [];
      document.addEventListener('click', (event) => pressed.push((event.target as Element).id));
      const seen = stage.seen();
      const act = (id: string) => ({ kind: 'click', node: stage.node(`#${id}`), rx: 0.5, ry: 0.5 }) as const;
      const all = Object.fromEntries(
        ['gone', 'changed', 'span', 'off', 'hidden', 'covered', 'none'].map((id) => [id, act(id)]),
      );
      const before = Object.values(all).map((one) => stage.aim(one, seen)).length;
      document.querySelector('#gone')!.remove();
      document.querySelector('#changed')!.textContent = 'B2';
      document.querySelector('#link')!.setAttribute('href', '/y');
      const whys: Record<string, unknown> = {};
      for (const [id, one] of Object.entries(all)) {
        const outcome = await stage.act(one, seen);
        whys[id] = outcome.done || outcome.why;
      }
      const unknown = await stage.act({ kind: 'click', node: 99_999, rx: 0.5, ry: 0.5 });
      return { before, whys, unknown, pressed };
    });
    expect(result.whys).toEqual({
      gone: 'gone',
      changed: 'changed',
      span: 'changed',
      off: 'disabled',
      hidden: 'gone',
      covered: 'covered',
      none: 'covered',
    });
    expect(result.unknown).toEqual({ done: false, why: 'gone' });
    expect(result.pressed).toEqual([]);
    await page.close();
  });

  it('[CT15] what browsers let only a person do is not tried, or noticed, and shown to the visitor', async () => {
    const page = await ground.open(`
      <a id="blank" href="/x" target="_blank">New tab</a><a id="named" href="/x" target="pane">Pane</a><iframe name="pane"></iframe>
      <button id="open" onclick="window.open()">Pop</button>
      <button id="full" onclick="document.documentElement.requestFullscreen().catch(()=>{})">Full</button>
      <button id="file" onclick="document.querySelector('#upload').click()">Upload</button><input id="upload" type="file">
      <button id="picker" onclick="try{document.querySelector('#date').showPicker()}catch{}">Pick</button><input id="date" type="date">
      <select id="select"><option>1<option>2</select>`);
    // The test's own way into the page counts as a person's press; this one does not.
    const session = await page.context().newCDPSession(page);
    const press = async () => {
      const whys: Record<string, unknown> = {};
      for (const id of ['blank', 'named', 'open', 'full', 'file', 'picker', 'select']) {
        const outcome = await stage.click(`#${id}`);
        whys[id] = outcome.done || [outcome.why, outcome.shown];
      }
      stage.grants.fill = true;
      const asField = await stage.click('#select');
      return { whys, asField, shown: stage.shown };
    };
    const expression = `(${press})()`;
    const ran = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const result = ran.result.value as Awaited<ReturnType<typeof press>>;
    const person = ['onlyVisitor', true];
    expect(result.whys).toEqual({
      blank: person,
      named: true,
      open: person,
      full: person,
      file: person,
      picker: person,
      select: person,
    });
    expect(result.asField).toMatchObject({ done: false, why: 'notField' });
    expect(result.shown).toHaveLength(6);
    expect(page.context().pages()).toHaveLength(1);
    await page.close();
  });

  it('[CT10] other sites, scripts in addresses, other programs and downloads are out of reach', async () => {
    const page = await ground.open(`
      <a id="other" href="https://elsewhere.example/">A</a><a id="script" href="java&#10;script:document.title='x'">B</a>
      <a id="mail" href="mailto:a@b.example">C</a><a id="save" href="/x" download>D</a><a id="zip" href="/x.zip">E</a>
      <a id="user" href="http://a:b@127.0.0.1/">F</a><a id="inert" href="javascript:void(0)">G</a>
      <button id="go">H</button><form action="https://elsewhere.example/"><button id="send">I</button></form>
      <script>go.onclick=()=>location.assign('https://elsewhere.example/')</script>`);
    const result = await page.evaluate(async () => {
      const whys: Record<string, unknown> = {};
      for (const id of ['other', 'script', 'mail', 'save', 'zip', 'user', 'inert', 'go', 'send']) {
        const outcome = await stage.click(`#${id}`);
        whys[id] = outcome.done || outcome.why;
      }
      return { whys, title: document.title };
    });
    expect(result.whys).toEqual({
      other: 'foreign',
      script: 'denied',
      mail: 'foreign',
      save: 'denied',
      zip: 'denied',
      user: 'foreign',
      inert: true,
      go: 'foreign',
      send: 'foreign',
    });
    expect(result.title).toBe('');
    expect(page.url()).toContain('/page');
    await page.close();
  });

  it('[CT9] consent dialogs and our own widget are never pressed for the visitor', async () => {
    const page = await ground.open(`
      <div id="onetrust-consent-sdk"><button class="b">Accept all</button></div>
      <div role="dialog" class="my-cookie-box"><button class="b">OK</button></div>
      <div style="position:fixed;bottom:0"><p>We use cookies.</p><button class="b">Accept</button></div>
      <div id="host"></div><theke-widget><button class="b">Send</button></theke-widget>
      <div role="dialog" aria-label="Size chart"><button id="fine">Close</button></div>
      <script>host.attachShadow({mode:'open'}).innerHTML='<dialog open><p>Cookies und Tracking</p><button class="b">Akzeptieren</button></dialog>'</script>`);
    const result = await page.evaluate(async () => {
      const inShadow = document.querySelector('#host')!.shadowRoot!.querySelector('.b')!;
      const whys: unknown[] = [];
      for (const button of [...document.querySelectorAll('.b'), inShadow]) {
        const outcome = await stage.click(button);
        whys.push(outcome.done || outcome.why);
      }
      return { whys, fine: await stage.click('#fine') };
    });
    expect(result.whys).toEqual(['ours', 'ours', 'ours', 'ours', 'ours']);
    expect(result.fine).toEqual({ done: true });
    await page.close();
  });

  it('[CT11] what is denied is shown to the visitor, once for each act', async () => {
    const page = await ground.open('<button id="b"><i id="i">Konto löschen</i></button>');
    const result = await page.evaluate(async () => {
      const outcome = await stage.click('#i');
      return { outcome, shown: [...stage.shown], acted: stage.acted };
    });
    expect(result).toEqual({
      outcome: { done: false, why: 'denied', label: 'Konto löschen', shown: true },
      shown: ['Konto löschen'],
      acted: [],
    });
    await page.close();
  });

  it('[CT4] what is told of a target holds no words but those the shop shows, no secrets and no value', async () => {
    const page = await ground.open(`
      <div data-theke-mask><button id="masked">Hello Mia</button><a id="link" href="/orders/mia">Mia</a></div>
      <button id="part">Hello <b data-theke-mask>Mia</b></button>
      <button id="card">Pay rest of 4111 1111 1111 1111</button>
      <label for="mail">E-mail</label><input id="mail" value="mia@example.org" placeholder="Mia">
      <input id="send" type="submit" value="Search">`);
    const facts = await page.evaluate(() =>
      ['masked', 'link', 'part', 'card', 'mail', 'send'].map((id) =>
        stage.aim({ kind: 'click', node: stage.node(`#${id}`), rx: 0.5, ry: 0.5 }),
      ),
    );
    expect(JSON.stringify(facts)).not.toMatch(/mia|4111/i);
    expect(facts.map((one) => 'label' in one && one.label)).toEqual([
      'button',
      'link',
      'Hello',
      'Pay rest of ▪▪▪▪',
      'E-mail',
      'Search',
    ]);
    expect(facts[0]).toEqual({
      tag: 'button',
      kind: 'button',
      type: 'submit',
      secret: false,
      blocked: false,
      denied: false,
      ours: false,
      disabled: false,
      submits: false,
      form: 'none',
      says: [],
      leads: 'nowhere',
      label: 'button',
    });
    await page.close();
  });
});

describe('standing', () => {
  it('[CT2] nothing is looked at or done without the grant for it, while paused, after the end, or from another page load', async () => {
    const page = await ground.open('<button id="b" onclick="window.hits=(window.hits||0)+1">A</button><input id="i">');
    const result = await page.evaluate(async () => {
      const node = stage.node('#b');
      const acts = [
        { kind: 'click', node, rx: 0.5, ry: 0.5 },
        { kind: 'key', node, key: 'Enter' },
        { kind: 'scroll', node: null, left: 0, top: 50 },
        { kind: 'navigate', url: '/x' },
        { kind: 'back' },
        { kind: 'open', node: stage.node('#i') },
        { kind: 'edit', node: stage.node('#i'), rev: 0, start: 0, remove: 0, text: 'x' },
      ] as const;
      const whys = async (seen?: { stream: number; seq: number }) => {
        const all = new Set<unknown>();
        for (const act of acts) {
          const aim = stage.aim(act, seen);
          const outcome = await stage.act(act, seen);
          all.add('why' in aim ? aim.why : 'facts').add(outcome.done || outcome.why);
        }
        return [...all];
      };
      stage.grants = { point: true, control: false, fill: false };
      const none = await whys();
      stage.grants = { point: true, control: true, fill: true };
      stage.paused = true;
      const paused = await whys();
      stage.paused = false;
      const older = await whys({ stream: 0, seq: 0 });
      const foreign = await stage.hands.try({ shareId: 's2', actId: 'x', act: acts[0], seen: stage.seen() });
      stage.hands.stop();
      stage.hands.stop();
      const stopped = await whys();
      return {
        none,
        paused,
        older,
        foreign,
        stopped,
        hits: (window as unknown as { hits?: number }).hits,
        url: location.pathname,
      };
    });
    expect(result).toMatchObject({
      none: ['notGranted'],
      paused: ['paused'],
      older: ['changed'],
      foreign: { done: false, why: 'notGranted' },
      stopped: ['notGranted'],
    });
    expect(result.hits).toBeUndefined();
    expect(result.url).toContain('/page');
    await page.close();
  });

  it('[CT16] for one and a half seconds after the visitor uses the page it is theirs; a mouse that passes and our own widget do not count', async () => {
    const page = await ground.open(
      '<button id="b" onclick="window.hits=(window.hits||0)+1">A</button><theke-widget id="w">Chat</theke-widget><input id="i">',
    );
    const click = () => page.evaluate(async () => (await stage.click('#b')) as { done: boolean; why?: string });
    await page.mouse.move(10, 300);
    expect(await click()).toEqual({ done: true });
    await page.click('#w');
    expect(await click()).toEqual({ done: true });
    for (const use of [
      () => page.mouse.click(400, 400),
      () => page.mouse.wheel(0, 10),
      () => page.keyboard.press('a'),
    ]) {
      await use();
      await page.waitForTimeout(50);
      expect(await click()).toEqual({ done: false, why: 'busy' });
      await expect.poll(async () => (await click()).done, { timeout: 5_000 }).toBe(true);
    }
    const others = await page.evaluate(async () => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      return stage.click('#b');
    });
    expect(others).toEqual({ done: true });
    await page.close();
  });

  it('[CT22] after each act every function of the page is its own again, and after the end nothing listens', async () => {
    const page = await ground.open('<button id="b">A</button>');
    const result = await page.evaluate(async () => {
      const holders = [
        window,
        Element.prototype,
        HTMLMediaElement.prototype,
        HTMLFormElement.prototype,
        HTMLInputElement.prototype,
        HTMLSelectElement.prototype,
        Clipboard.prototype,
      ];
      const all = () =>
        holders.flatMap((one) =>
          Object.entries(Object.getOwnPropertyDescriptors(one)).map(
            ([key, { value, get }]) => [key, value, get] as const,
          ),
        );
      const listening = new Set<string>();
      const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
      const count = (kind: 'add' | 'delete', original: typeof add) =>
        function (this: EventTarget, type: string, fn: never, options: never) {
          if (this === window) listening[kind](`${type} ${String(fn).length}`);
          original.call(this, type, fn, options);
        };
      const before = all();
      EventTarget.prototype.addEventListener = count('add', add);
      EventTarget.prototype.removeEventListener = count('delete', remove);
      await stage.click('#b');
      await stage.key('#b', 'Enter');
      const after = all();
      stage.hands.stop();
      EventTarget.prototype.addEventListener = add;
      EventTarget.prototype.removeEventListener = remove;
      const differ = before.filter(
        ([key, value, get], i) => key !== after[i]![0] || !Object.is(value, after[i]![1]) || get !== after[i]![2],
      );
      return { differ: differ.map(([key]) => key), same: before.length === after.length, listening: [...listening] };
    });
    expect(result).toEqual({ differ: [], same: true, listening: [] });
    await page.close();
  });

  it('[CT20] a page that has replaced the makers of events, and built-in objects, is pressed all the same', async () => {
    const page = await ground.open(
      '<button id="b" onclick="window.hits=(window.hits||0)+1">A</button>',
      `<script>
        window.MouseEvent=function(){throw new Error('polyfilled')};window.PointerEvent=undefined;
        window.KeyboardEvent=function(type){return{type}};window.Event=class extends Event{constructor(type){super('x'+type)}};
        Element.prototype.scrollIntoView=()=>{throw new Error('no')};Object.defineProperty(HTMLElement.prototype,'click',{value(){throw new Error('no')}});
        Array.prototype.flatMap2=1;Object.prototype.extra='x';
      </script>`,
    );
    const result = await page.evaluate(async () => ({
      click: await stage.click('#b'),
      key: await stage.key('#b', 'Enter'),
      hits: (window as unknown as { hits?: number }).hits,
    }));
    expect(result).toEqual({ click: { done: true }, key: { done: true }, hits: 2 });
    await page.close();
  });
});

describe('scrolling, going and keys', () => {
  it('[CT17] pages and elements scroll to absolute places at once, and the last order holds', async () => {
    const page = await ground.open(`
      <style>html{scroll-behavior:smooth}</style><div id="s" style="height:50px;overflow:auto"><div style="height:500px">x</div></div>
      <div id="h"></div><div style="height:3000px"></div>
      <script>h.attachShadow({mode:'open'}).innerHTML='<div id="t" style="height:50px;overflow:auto"><div style="height:500px">x</div></div>'</script>`);
    const result = await page.evaluate(async () => {
      const scroll = (node: number | null, top: number) => stage.act({ kind: 'scroll', node, left: 0, top });
      const inner = document.querySelector('#h')!.shadowRoot!.querySelector('#t')!;
      const outcomes = [
        await scroll(null, 900),
        await scroll(null, 300),
        await scroll(stage.node('#s'), 70),
        await scroll(stage.node(inner), 80),
        await scroll(stage.node('html'), 310),
      ];
      return {
        outcomes,
        tops: [window.scrollY, document.querySelector('#s')!.scrollTop, inner.scrollTop],
        gone: await scroll(12_345, 1),
        acted: stage.acted,
      };
    });
    expect(result).toEqual({
      outcomes: Array(5).fill({ done: true }),
      tops: [310, 70, 80],
      gone: { done: false, why: 'gone' },
      acted: [],
    });
    await page.close();
  });

  it('[CT18] the agent leads to pages of the same site only, and the answer comes before the page goes', async () => {
    const page = await ground.open('<p>x</p>');
    const refused = await page.evaluate(async () => {
      const whys: unknown[] = [];
      for (const url of [
        'https://elsewhere.example/',
        'javascript:alert(1)',
        '//elsewhere.example/x',
        'data:text/html,x',
        'blob:x',
        '/x.zip',
        '/logout',
        '/account/delete',
      ]) {
        const outcome = await stage.act({ kind: 'navigate', url });
        whys.push(outcome.done || outcome.why);
      }
      return whys;
    });
    expect(refused).toEqual(['foreign', 'denied', 'foreign', 'denied', 'denied', 'denied', 'denied', 'denied']);
    expect(await page.evaluate(() => stage.act({ kind: 'navigate', url: '/sale' }))).toEqual({ done: true });
    await page.waitForURL('**/sale');
    await page.close();
  });

  it('[CT18] back goes back within the site, and never to where the visitor came from', async () => {
    const page = await ground.open('<a id="a" href="#two">x</a>');
    expect(await page.evaluate(() => stage.act({ kind: 'back' }))).toEqual({ done: false, why: 'foreign' });
    await page.evaluate(() => stage.click('#a'));
    expect(page.url()).toContain('#two');
    expect(await page.evaluate(() => stage.act({ kind: 'back' }))).toEqual({ done: true });
    await expect.poll(() => page.url()).not.toContain('#two');
    await page.close();
  });

  it('[CT18] a grant taken back keeps the page from going', async () => {
    const page = await ground.open('<p>x</p>');
    await page.evaluate(async () => {
      await stage.act({ kind: 'navigate', url: '/sale' });
      stage.grants.control = false;
      stage.hands.regrant();
    });
    await page.waitForTimeout(150);
    expect(page.url()).toContain('/page');
    await page.close();
  });

  it('[CT19] keys reach the page, and do what only real keys would', async () => {
    const page = await ground.open(`
      <a id="link" href="#there">Link</a><button id="b" onclick="window.hits=(window.hits||0)+1">Button</button>
      <form id="f" onsubmit="event.preventDefault();window.sent=(window.sent||0)+1"><input id="q" name="q"><button>Search</button></form>
      <form id="f2" onsubmit="event.preventDefault();window.alone=(window.alone||0)+1"><input id="q2"></form>
      <input id="t1"><input id="skip" tabindex="-1"><input id="t2">
      <dialog id="d"><button id="in">A</button></dialog><div style="height:3000px"></div>`);
    const result = await page.evaluate(async () => {
      const counts = () => {
        const { hits, sent, alone } = window as unknown as { hits?: number; sent?: number; alone?: number };
        return [hits, sent, alone];
      };
      stage.listen('#b', ['keydown', 'keypress', 'keyup', 'click']);
      const outcomes = [
        await stage.key('#link', 'Enter'),
        await stage.key('#b', 'Enter'),
        await stage.key('#b', 'ArrowDown'),
        await stage.key('#q', 'Enter'),
        await stage.key('#q2', 'Enter'),
        await stage.key('#t1', 'Tab'),
      ].map((one) => one.done || one.why);
      const focused = document.activeElement?.id;
      await stage.key('#b', 'PageDown');
      const paged = window.scrollY;
      await stage.key('#b', 'Home');
      const dialog = document.querySelector<HTMLDialogElement>('#d')!;
      dialog.showModal();
      dialog.addEventListener('cancel', (event) => event.preventDefault(), { once: true });
      await stage.key('#in', 'Escape');
      const kept = dialog.open;
      await stage.key('#in', 'Escape');
      return {
        outcomes,
        counts: counts(),
        events: stage.events.map((event) => event.split(' ')[0]),
        focused,
        paged: paged > 300,
        home: window.scrollY,
        kept,
        open: dialog.open,
        hash: location.hash,
      };
    });
    expect(result).toEqual({
      outcomes: Array(6).fill(true),
      counts: [1, 1, 1],
      // The last one comes with the focus that the dialog gives back.
      events: [
        'keydown',
        'keypress',
        'click',
        'keyup',
        'keydown',
        'keyup',
        'keydown',
        'keyup',
        'keydown',
        'keyup',
        'keyup',
      ],
      focused: 't2',
      paged: true,
      home: 0,
      kept: true,
      open: false,
      hash: '#there',
    });
    await page.close();
  });

  it('[CT19] a key the page cancels has no further effect, and none goes to what is denied, covered or secret', async () => {
    const page = await ground.open(`
      <button id="b">A</button><button id="deny" data-theke-deny>B</button><input id="p" type="password">
      <button id="under" style="${boxed}">C</button><div style="${boxed}"></div>
      <script>b.onclick=deny.onclick=under.onclick=()=>{window.hits=(window.hits||0)+1};b.onkeydown=(e)=>e.preventDefault()</script>`);
    const result = await page.evaluate(async () => {
      const whys: unknown[] = [];
      for (const id of ['b', 'deny', 'p', 'under']) {
        const outcome = await stage.key(`#${id}`, 'Enter');
        whys.push(outcome.done || outcome.why);
      }
      return { whys, hits: (window as unknown as { hits?: number }).hits };
    });
    expect(result).toEqual({ whys: [true, 'denied', 'secret', 'covered'], hits: undefined });
    await page.close();
  });
});

describe('fields', () => {
  it('[CT23] a field is opened and written in only after the same looks as anything else, and closes with its grant', async () => {
    const page = await ground.open(`
      <label id="l" for="i">Street</label><input id="i"><button id="b">A</button><input id="deny" data-theke-deny>
      <input id="off" disabled><input id="cc" autocomplete="cc-number"><div class="cookieconsent"><input id="ours"></div>`);
    const result = await page.evaluate(async () => {
      stage.grants.fill = true;
      const open = async (id: string) => {
        const outcome = await stage.act({ kind: 'open', node: stage.node(`#${id}`) });
        return outcome.done || outcome.why;
      };
      const whys = [];
      for (const id of ['b', 'deny', 'off', 'cc', 'ours', 'l', 'i']) whys.push(await open(id));
      const node = stage.node('#i');
      const open2 = await stage.act({ kind: 'open', node });
      const rev = open2.done ? open2.field!.rev : -1;
      const edit = await stage.act({ kind: 'edit', node, rev, start: 0, remove: 0, text: 'Elm' });
      const { value } = document.querySelector<HTMLInputElement>('#i')!;
      document.querySelector('#i')!.setAttribute('data-theke-deny', '');
      const denied = await stage.act({ kind: 'edit', node, rev: rev + 1, start: 3, remove: 0, text: ' St' });
      document.querySelector('#i')!.removeAttribute('data-theke-deny');
      stage.grants.fill = false;
      stage.hands.regrant();
      const closed = stage.told.filter((news) => news.startsWith('closed'));
      const after = await stage.act({ kind: 'edit', node, rev: rev + 1, start: 3, remove: 0, text: ' St' });
      return { whys, edit: edit.done, value, denied, closed, after, acted: stage.acted };
    });
    expect(result.whys).toEqual(['notField', 'denied', 'disabled', 'secret', 'ours', true, true]);
    expect(result).toMatchObject({
      edit: true,
      value: 'Elm',
      denied: { done: false, why: 'denied' },
      closed: ['closed notGranted'],
      after: { done: false, why: 'notGranted' },
    });
    expect(result.acted.every((one) => one.startsWith('open'))).toBe(true);
    await page.close();
  });
});
