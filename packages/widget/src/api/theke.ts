import type { Commands, QueuedCall, ThekeFunction } from './commands.ts';
import type { BootOptions, WidgetState } from './options.ts';

type Promised<Fn> = Fn extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
type Plain = Exclude<keyof Commands, `${string}.${string}` | 'on' | 'once' | 'off' | 'boot'>;

/** The commands as methods; the same names, the same order of answers. */
export type ThekeMethods = { [K in Plain]: Promised<Commands[K]> } & Pick<Commands, never> & {
    /** `src` is the address of `theke.js`; the script is added once. Not needed where the tag stands in the page. */
    boot(options?: BootOptions & { src?: string; nonce?: string }): Promise<WidgetState>;
    on: (...args: Parameters<Commands['on']>) => Promise<() => void>;
    once: (...args: Parameters<Commands['once']>) => Promise<() => void>;
    off: (...args: Parameters<Commands['off']>) => Promise<void>;
    call: { end(): Promise<void>; mute(on?: boolean): Promise<void>; start(): Promise<never> };
    cobrowse: {
      start(): Promise<{ shareId: string }>;
      stop(): Promise<void>;
      pause(on?: boolean): Promise<void>;
      preview(): Promise<void>;
    };
    radar: { record(wish?: { on: boolean }): Promise<string> };
  };

type Page = Window & { Theke?: ThekeFunction };

/** The same stub as the snippet's. On a server there is no window: every call is answered with nothing. */
function global(): ThekeFunction {
  if (typeof window === 'undefined') return (() => Promise.resolve(undefined)) as unknown as ThekeFunction;
  const page = window as Page;
  page.Theke ??= ((...args: unknown[]) =>
    new Promise((resolve, reject) => {
      const now = page.Theke!;
      now.q ??= [];
      now.q.push([args, resolve, reject] as QueuedCall);
    })) as unknown as ThekeFunction;
  return page.Theke;
}

const call = (command: string, args: unknown[]) =>
  (global() as unknown as (...args: unknown[]) => Promise<unknown>)(command, ...args);

function addScript(src: string, nonce?: string) {
  if (typeof document === 'undefined' || document.querySelector(`script[src="${CSS.escape(src)}"]`)) return;
  const script = document.createElement('script');
  const types = (
    window as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(s: string): string } } }
  ).trustedTypes;
  script.src = types?.createPolicy('theke', { createScriptURL: (url: string) => url }).createScriptURL(src) ?? src;
  if (nonce) script.nonce = nonce;
  script.async = true;
  document.head.append(script);
}

const group = (prefix: string) =>
  new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          call(`${prefix}.${String(name)}`, args),
    },
  );

const groups: Record<string, object> = { call: group('call'), cobrowse: group('cobrowse'), radar: group('radar') };

/** The widget for bundlers: calls made before the loader is there wait for it, as with the snippet. */
export const theke = new Proxy({} as ThekeMethods, {
  get(_, name) {
    // A promise asks everything it is given whether it is one, too.
    if (typeof name !== 'string' || name === 'then') return undefined;
    if (Object.hasOwn(groups, name)) return groups[name];
    if (name !== 'boot') return (...args: unknown[]) => call(name, args);
    return ({ src, nonce, ...options }: BootOptions & { src?: string; nonce?: string } = {}) => {
      const booted = call('boot', [options]);
      if (src) addScript(src, nonce);
      return booted;
    };
  },
});
