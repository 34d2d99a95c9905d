import type { Page } from 'playwright-core';
import { allow, askToSee, rest, type Scene, skewMs } from '../scene.ts';

// What happens on the visitor's page, and when it stands in the agent's view: shared by the measurements of the shared page.

/** What the two windows note of themselves, by their own clocks. */
interface Notes {
  at: Record<string, number>;
}

/** Milliseconds by which the visitor's window notes later than the agent's, whatever the agent's computer calls the time. */
const skew = async ({ agent, visitor, agentClockMs }: Scene) => (await skewMs(agent, visitor)) - agentClockMs;

/** More shelves of the same shop, until the page has as many elements as a big one. */
export const fillUp = (visitor: Page, wanted: number) =>
  visitor.evaluate((wanted) => {
    const main = document.querySelector('main')!;
    const shelf = document.createElement('section');
    shelf.dataset.thekeShow = '';
    main.append(shelf);
    let number = 0;
    while (document.querySelectorAll('*').length < wanted - 3) {
      const card = document.createElement('article');
      const [name, price] = [document.createElement('h3'), document.createElement('p')];
      name.textContent = `Raincoat ${++number}`;
      price.textContent = `${100 + number} €`;
      card.append(name, price);
      shelf.append(card);
    }
    const last = document.createElement('p');
    last.className = 'bench-last';
    last.textContent = 'no picture yet';
    shelf.append(last);
    // The yes, and what changes, as this window's clock has it.
    const notes: Notes = { at: {} };
    Object.assign(window, { benchNotes: notes });
    const note = (event: Event) => {
      notes.at[event.type === 'click' ? 'yes' : String((event as PointerEvent).clientX)] =
        performance.timeOrigin + performance.now();
    };
    window.addEventListener('click', note, true);
    window.addEventListener('pointermove', note, true);
  }, wanted);

const notesOf = (page: Page) => page.evaluate(() => (window as unknown as { benchNotes: Notes }).benchNotes.at);

/** From the press of Allow to the moment the agent's window has the last element of the page. */
export async function firstPicture(scene: Scene, count: number): Promise<number> {
  const { visitor, agent } = scene;
  await visitor.evaluate((count) => {
    document.querySelector('.bench-last')!.textContent = `picture ${count}`;
  }, count);
  await askToSee(scene);
  const seen = agent.evaluate(
    (text) =>
      new Promise<number>((done, failed) => {
        const endMs = performance.now() + 20_000;
        const look = () => {
          const view = document.querySelector<HTMLIFrameElement>('iframe[title="Shared page"]')?.contentDocument;
          const last =
            view?.querySelector('section[data-theke-show] > p:last-child') ??
            view?.querySelector('main section:last-child > p:last-child');
          if (last?.textContent === text) return done(performance.timeOrigin + performance.now());
          if (performance.now() > endMs) return failed(new Error(`no picture: ${view?.body?.innerText.slice(-200)}`));
          requestAnimationFrame(look);
        };
        look();
      }),
    `picture ${count}`,
  );
  await allow(visitor);
  const atMs = await seen;
  return atMs - (await notesOf(visitor)).yes! + (await skew(scene));
}

export async function stopSharing({ visitor, agent }: Scene): Promise<void> {
  await visitor.getByRole('button', { name: 'Stop sharing' }).click();
  await agent.getByRole('button', { name: 'Ask to see the page' }).waitFor();
}

/** Changes one text again and again; gives how long each change took to stand in the agent's window. */
export async function follow(scene: Scene, count: number, eachMs: number): Promise<number[]> {
  const { visitor, agent } = scene;
  await agent.evaluate(() => {
    const notes: Notes = { at: {} };
    Object.assign(window, { benchNotes: notes });
    const view = document.querySelector<HTMLIFrameElement>('iframe[title="Shared page"]')!.contentDocument!;
    const last = [...view.querySelectorAll('main p')].at(-1)!;
    new MutationObserver(() => {
      notes.at[last.textContent!] ??= performance.timeOrigin + performance.now();
    }).observe(last, { childList: true, characterData: true, subtree: true });
  });
  const sent = await visitor.evaluate(
    async ({ count, eachMs }) => {
      const at: Record<string, number> = {};
      const last = document.querySelector('.bench-last')!;
      for (let number = 0; number < count; number++) {
        const text = `${eachMs} ms: change ${number}`;
        at[text] = performance.timeOrigin + performance.now();
        last.textContent = text;
        // Not in step with the frames: a person's clicks are not, either.
        await new Promise((later) => setTimeout(later, eachMs + Math.random() * 16));
      }
      return at;
    },
    { count, eachMs },
  );
  await rest(500);
  return differences(sent, await notesOf(agent), await skew(scene));
}

/** Moves the mouse 30 times a second; gives how long each place took to be where the agent sees the pointer. */
export async function followPointer(scene: Scene, count: number): Promise<number[]> {
  const { visitor, agent } = scene;
  await agent.evaluate(() => {
    const notes: Notes = { at: {} };
    Object.assign(window, { benchNotes: notes });
    const pair = (element: HTMLElement) => element.style.transform.match(/translate\((-?[\d.]+)px/)?.[1];
    const cursor = [...document.querySelectorAll<HTMLElement>('.stage-picture [aria-hidden="true"]')].find((one) =>
      one.querySelector('svg'),
    )!;
    const picture = cursor.parentElement!.firstElementChild as HTMLElement;
    new MutationObserver(() => {
      const scale = Number(picture.style.transform.match(/scale\(([\d.]+)\)/)?.[1] ?? 1);
      const x = Math.round((Number(pair(cursor)) - Number(pair(picture) ?? 0)) / scale);
      notes.at[String(x)] ??= performance.timeOrigin + performance.now();
    }).observe(cursor, { attributes: true, attributeFilter: ['style'] });
  });
  const sinceMs = performance.now();
  for (let number = 0; number < count; number++) {
    await visitor.mouse.move(200 + number * 4, 400);
    await rest(sinceMs + (number + 1) * 33.4 - performance.now());
  }
  await rest(500);
  return differences(await notesOf(visitor), await notesOf(agent), await skew(scene));
}

function differences(sent: Record<string, number>, seen: Record<string, number>, skew: number): number[] {
  return Object.entries(sent).flatMap(([key, atMs]) => (key in seen ? [seen[key]! - atMs + skew] : []));
}
