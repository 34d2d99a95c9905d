import { createLine } from '@theke/line';
import type { AgentAsks, AgentTells, AskInput, AskOutput } from '@theke/protocol';
import type { World } from './world.ts';

/** A signed-in person without a window: asks what the console would ask. Throws refusals. */
export interface Desk {
  ask<K extends keyof AgentAsks & string>(event: K, input: AskInput<AgentAsks, K>): Promise<AskOutput<AgentAsks, K>>;
  close(): void;
}

/** Signs in over HTTP and opens the agents' line. */
export async function openDesk(world: World, email: string): Promise<Desk> {
  const origin = world.thekeUrl;
  const answer = await fetch(`${origin}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, 'x-theke': '1' },
    body: JSON.stringify({ email, password: world.password }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`no sign-in: ${answer.status} ${await answer.text()}`);
  const line = createLine<AgentAsks, AgentTells>({
    url: origin,
    namespace: '/agent',
    separate: true,
    headers: { cookie, origin },
    auth: () => ({}),
  });
  line.open();
  await new Promise<void>((done) => {
    line.onState((state) => state === 'online' && done());
  });
  return {
    async ask(event, input) {
      const said = await line.ask(event, input);
      if (!said.ok) throw new Error(`${event}: ${JSON.stringify(said.refusal)}`);
      return said.value;
    },
    close: () => line.close(),
  };
}
