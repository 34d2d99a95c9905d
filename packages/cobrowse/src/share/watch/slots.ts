/** Something of the browser's own that page scripts call, stood in for as long as a page is watched. */
export type Hook = (self: unknown, args: readonly unknown[], result: unknown) => void;

interface Slot {
  was: PropertyDescriptor;
  mine: PropertyDescriptor;
  hook: { get?: Hook; set?: Hook; call?: Hook } | null;
}

// One for the whole page: a place someone else has wrapped after us cannot be emptied, only put to sleep and woken again.
const slots = new WeakMap<object, Map<string, Slot>>();

/** A function that does what `native` does and tells of it afterwards. Looks like the original to whoever prints it. */
function standIn(native: unknown, slot: () => Slot['hook'], which: 'get' | 'set' | 'call'): unknown {
  if (typeof native !== 'function') return native;
  return new Proxy(native, {
    apply(target, self: unknown, args: unknown[]) {
      // What this throws is the page's own mistake, and its own to catch.
      const result: unknown = Reflect.apply(target, self, args);
      const hook = slot()?.[which];
      if (hook) {
        try {
          hook(self, args, result);
        } catch {
          // The page must never hear of us.
        }
      }
      return result;
    },
  });
}

/**
 * Stands in for `object[key]` and calls the hooks after the original did its work. Gives its undo: the original stands there
 * again, unless someone else wrapped it meanwhile; then ours stays underneath and does nothing.
 */
export function watchPlace(object: object | undefined, key: string, hook: NonNullable<Slot['hook']>): () => void {
  const found = object && Object.getOwnPropertyDescriptor(object, key);
  if (!object || !found?.configurable) return () => {};
  const mine = slots.get(object) ?? new Map<string, Slot>();
  slots.set(object, mine);
  const asleep = mine.get(key);
  if (asleep) {
    asleep.hook = hook;
  } else {
    const slot: Slot = { was: found, mine: found, hook };
    const live = () => slot.hook;
    // Without a prototype: the page may have put a `get` or a `value` on that of all objects.
    const wrapped: PropertyDescriptor = Object.assign(Object.create(null) as object, found);
    if ('value' in wrapped) wrapped.value = standIn(found.value, live, 'call');
    if (wrapped.get && hook.get) wrapped.get = standIn(found.get, live, 'get') as () => unknown;
    if (wrapped.set && hook.set) wrapped.set = standIn(found.set, live, 'set') as (value: unknown) => void;
    slot.mine = wrapped;
    Object.defineProperty(object, key, wrapped);
    mine.set(key, slot);
  }
  return () => {
    const slot = mine.get(key);
    if (!slot || slot.hook !== hook) return;
    slot.hook = null;
    const now = Object.getOwnPropertyDescriptor(object, key);
    const stillMine = now && now.value === slot.mine.value && now.get === slot.mine.get && now.set === slot.mine.set;
    if (!stillMine) return;
    Object.defineProperty(object, key, Object.assign(Object.create(null) as object, slot.was));
    mine.delete(key);
  };
}
