import { type AddedRule, change, type PageChange } from '../events.ts';
import type { Stylist } from './style.ts';

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);
const place = (value: unknown): number | number[] | undefined =>
  Array.isArray(value) ? numbers(value) : typeof value === 'number' ? value : undefined;

/** Rules put into, taken from or changed in a style sheet by script, as they may leave. `isOpen` asks about a sheet's own element. */
export function scrubSheetChange(
  style: Stylist,
  raw: Record<string, unknown>,
  isOpen: (id: number) => boolean,
): PageChange | null {
  const ref: { id?: number; styleId?: number } = {};
  if (typeof raw.id === 'number' && raw.id > 0) ref.id = raw.id;
  if (typeof raw.styleId === 'number' && raw.styleId > 0) ref.styleId = raw.styleId;
  if (ref.id === undefined && ref.styleId === undefined) return null;
  if (ref.id !== undefined && !isOpen(ref.id)) return null;
  if (raw.source === change.sheetRule) {
    const adds = (Array.isArray(raw.adds) ? (raw.adds as AddedRule[]) : []).map((added) => {
      style.learn(String(added.rule));
      const index = place(added.index);
      return { rule: style.sheet(String(added.rule)), ...(index === undefined ? {} : { index }) };
    });
    const removes = (Array.isArray(raw.removes) ? (raw.removes as { index: unknown }[]) : []).map(({ index }) => ({
      index: place(index) ?? 0,
    }));
    return {
      source: change.sheetRule,
      ...ref,
      ...(adds.length > 0 ? { adds } : {}),
      ...(removes.length > 0 ? { removes } : {}),
      ...(typeof raw.replace === 'string' ? { replace: style.sheet(raw.replace) } : {}),
      ...(typeof raw.replaceSync === 'string' ? { replaceSync: style.sheet(raw.replaceSync) } : {}),
    };
  }
  if (raw.source !== change.declaration) return null;
  const set = raw.set as { property?: unknown; value?: unknown; priority?: unknown } | undefined;
  const remove = raw.remove as { property?: unknown } | undefined;
  const index = numbers(raw.index);
  if (set) {
    const property = String(set.property);
    const value = style.value(property, String(set.value ?? ''));
    const priority = set.priority === 'important' ? { priority: 'important' } : {};
    return { source: change.declaration, ...ref, index, set: { property, value, ...priority } };
  }
  return remove && /^-{0,2}[a-z][\w-]*$/i.test(String(remove.property))
    ? { source: change.declaration, ...ref, index, remove: { property: String(remove.property) } }
    : null;
}
