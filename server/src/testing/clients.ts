import { createId } from '@theke/kit';
import {
  type AgentAsks,
  type AgentTells,
  type AgentWelcome,
  type Answer,
  type AskInput,
  type AskOutput,
  type LiveAsks,
  type LiveTells,
  protocolVersion,
  type VisitorAsks,
  type VisitorTells,
  type VisitorWelcome,
} from '@theke/protocol';
import { io, type Socket } from 'socket.io-client';

/** Answers come within milliseconds; this only keeps a broken test from hanging. */
const patienceMs = 15_000;

/** One connected program that speaks the protocol, for tests and measurements. Raw on purpose: no outbox, no resume. */
export interface Client<Asks, Tells> {
  socket: Socket;
  ask<K extends keyof Asks & string>(
    event: K,
    ...input: AskInput<Asks, K> extends undefined ? [] : [AskInput<Asks, K>]
  ): Promise<Answer<AskOutput<Asks, K>>>;
  /** The value of an ask that has to be accepted; throws the refusal otherwise. */
  must<K extends keyof Asks & string>(
    event: K,
    ...input: AskInput<Asks, K> extends undefined ? [] : [AskInput<Asks, K>]
  ): Promise<AskOutput<Asks, K>>;
  tell<K extends keyof Asks & string>(event: K, input: AskInput<Asks, K>): void;
  /** How this program answers what the server asks it. What it gives goes out as it is, so that tests can lie. */
  replies<K extends keyof Tells & string>(event: K, fn: (told: Told<Tells, K>) => unknown): void;
  /** Everything told so far under this name, oldest first. */
  told<K extends keyof Tells & string>(event: K): Told<Tells, K>[];
  /** The first told thing that fits, past or future. */
  until<K extends keyof Tells & string>(event: K, fits?: (told: Told<Tells, K>) => boolean): Promise<Told<Tells, K>>;
  close(): void;
}

type Told<Tells, K extends keyof Tells> = Tells[K] extends (told: infer T, ...rest: never[]) => void ? T : never;

function speak<Asks, Tells>(socket: Socket): Client<Asks, Tells> {
  const heard: { event: string; value: unknown }[] = [];
  const watchers = new Set<() => void>();
  socket.onAny((event: string, value: unknown) => {
    heard.push({ event, value });
    for (const look of [...watchers]) look();
  });
  const client: Client<Asks, Tells> = {
    socket,
    ask: (event, ...input) => socket.timeout(patienceMs).emitWithAck(event, ...input),
    async must(event, ...input) {
      const answer = await client.ask(event, ...input);
      if (!answer.ok) throw new Error(`${event}: ${JSON.stringify(answer.refusal)}`);
      return answer.value;
    },
    tell: (event, input) => void socket.emit(event, input),
    replies(event, fn) {
      const answer = async (told: never, reply: (answer: unknown) => void) => reply(await fn(told));
      socket.off(event);
      socket.on(event, answer as never);
    },
    told: (event) => heard.filter((one) => one.event === event).map((one) => one.value) as never,
    until: (event, fits = () => true) =>
      new Promise((done, failed) => {
        const look = () => {
          const found = client.told(event).find(fits);
          if (found === undefined) return;
          watchers.delete(look);
          clearTimeout(late);
          done(found);
        };
        const late = setTimeout(() => {
          watchers.delete(look);
          failed(new Error(`${event} was not told`));
        }, patienceMs);
        watchers.add(look);
        look();
      }),
    close: () => void socket.disconnect(),
  };
  return client;
}

/** Connects; rejects with the refusal's code when the door stays shut. */
function dial(
  url: string,
  namespace: string,
  auth: object,
  headers: Record<string, string>,
  transports = ['websocket'],
): Promise<Socket> {
  const socket = io(url + namespace, {
    auth,
    transports,
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
    autoConnect: false,
  });
  return new Promise((done, failed) => {
    socket.once('connect', () => done(socket));
    socket.once('connect_error', (error) => {
      socket.disconnect();
      failed(error);
    });
    socket.connect();
  });
}

export interface VisitorOptions {
  url: string;
  site: string;
  origin: string | null;
  visitorId: string;
  visitorToken: string;
  tabId: string;
  protocol: number;
  transports: string[];
  /** As a proxy would say whom it passes on. */
  forwardedFor: string;
  page: string;
  /** False: connects without the first word. */
  hello: boolean;
  conversationId: string;
  afterSeq: number;
}

export interface VisitorClient extends Client<VisitorAsks, VisitorTells> {
  visitorId: string;
  visitorToken: string;
  welcome: VisitorWelcome;
  /** Starts a conversation; gives its id. */
  start(skill?: string): Promise<string>;
  say(conversationId: string, text: string, clientId?: string): Promise<AskOutput<VisitorAsks, 'message:send'>>;
  /** The same visitor on the live lane. */
  live(): Promise<Client<LiveAsks, LiveTells>>;
}

export async function connectVisitor(
  options: Partial<VisitorOptions> & { url: string; site: string; origin: string | null },
): Promise<VisitorClient> {
  const tabId = options.tabId ?? createId('tab');
  const auth = (proof: { visitorId?: string; visitorToken?: string }) => ({
    protocol: options.protocol ?? protocolVersion,
    site: options.site,
    tabId,
    ...proof,
  });
  const headers: Record<string, string> = {
    ...(options.origin ? { origin: options.origin } : {}),
    ...(options.forwardedFor ? { 'x-forwarded-for': options.forwardedFor } : {}),
  };
  const given = options.visitorId ? { visitorId: options.visitorId, visitorToken: options.visitorToken } : {};
  const socket = await dial(options.url, '/visitor', auth(given), headers, options.transports);
  const client = speak<VisitorAsks, VisitorTells>(socket);
  const welcome =
    options.hello === false
      ? null
      : await client.must('visit:hello', {
          locale: 'en',
          page: { url: options.page ?? `${options.origin}/` },
          ...(options.conversationId ? { conversationId: options.conversationId } : {}),
          afterSeq: options.afterSeq ?? 0,
        });
  const proof = welcome?.visitor ?? { visitorId: '', visitorToken: '' };
  const lives: Socket[] = [];
  return {
    ...client,
    ...proof,
    welcome: welcome as VisitorWelcome,
    async start(skill) {
      const conversationId = createId('cnv');
      await client.must('conversation:start', { conversationId, via: 'launcher', ...(skill ? { skill } : {}) });
      return conversationId;
    },
    say: (conversationId, text, clientId = createId('msg')) =>
      client.must('message:send', { conversationId, clientId, text }),
    async live() {
      const live = await dial(options.url, '/live', auth(proof), headers);
      lives.push(live);
      return speak<LiveAsks, LiveTells>(live);
    },
    close() {
      for (const live of lives) live.disconnect();
      client.close();
    },
  };
}

export interface AgentClient extends Client<AgentAsks, AgentTells> {
  agentId: string;
  cookie: string;
  welcome: AgentWelcome;
  say(conversationId: string, text: string, clientId?: string): Promise<AskOutput<AgentAsks, 'message:send'>>;
  live(): Promise<Client<LiveAsks, LiveTells>>;
}

export async function connectAgent(options: {
  url: string;
  cookie: string;
  agentId?: string;
  origin?: string;
  transports?: string[];
}): Promise<AgentClient> {
  const headers: Record<string, string> = { cookie: options.cookie, origin: options.origin ?? options.url };
  const socket = await dial(options.url, '/agent', {}, headers, options.transports);
  const client = speak<AgentAsks, AgentTells>(socket);
  const welcome = await client.must('desk:hello', { locale: 'en' });
  const lives: Socket[] = [];
  return {
    ...client,
    agentId: options.agentId ?? welcome.me.agentId,
    cookie: options.cookie,
    welcome,
    say: (conversationId, text, clientId = createId('msg')) =>
      client.must('message:send', { conversationId, clientId, text }),
    async live() {
      const live = await dial(options.url, '/live', { role: 'agent' }, headers);
      lives.push(live);
      return speak<LiveAsks, LiveTells>(live);
    },
    close() {
      for (const live of lives) live.disconnect();
      client.close();
    },
  };
}
