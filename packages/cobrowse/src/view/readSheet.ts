import { type AddedRule, change, type PageChange } from '../events.ts';
import { bounds, isId, isObject, isText, readList, readPlace } from './guard.ts';
import type { Cleaner } from './taste.ts';

const propertyName = /^-{0,2}[a-z][\w-]*$/i;

function readRule(entry: unknown, clean: Cleaner): AddedRule | null {
  if (!isObject(entry) || !isText(entry.rule, bounds.cssChars)) return null;
  const rule = clean.css(entry.rule);
  if (entry.index === undefined) return { rule };
  const index = readPlace(entry.index);
  return index === null ? null : { rule, index };
}

function readAdopted(raw: Record<string, unknown>, clean: Cleaner): PageChange | null {
  if (!isId(raw.id)) return null;
  const styleIds = readList(raw.styleIds, (id) => (isId(id) ? id : null));
  const styles = readList(raw.styles, (entry) => {
    if (!isObject(entry) || !isId(entry.styleId)) return null;
    const rules = readList(entry.rules, (rule) => readRule(rule, clean));
    return rules && { styleId: entry.styleId, rules };
  });
  return styleIds && styles && styleIds.length < 1_000
    ? { source: change.adopted, id: raw.id, styles, styleIds }
    : null;
}

function readDeclaration(
  raw: Record<string, unknown>,
  ref: { id?: number; styleId?: number },
  clean: Cleaner,
): PageChange | null {
  const index = readPlace(raw.index);
  if (!Array.isArray(index)) return null;
  const { set, remove } = raw;
  if (isObject(set)) {
    const { property, value } = set;
    if (typeof property !== 'string' || !propertyName.test(property) || !isText(value, bounds.attributeChars))
      return null;
    const priority = set.priority === 'important' ? { priority: 'important' } : {};
    return {
      source: change.declaration,
      ...ref,
      index,
      set: { property, value: clean.value(property, value), ...priority },
    };
  }
  if (!isObject(remove) || typeof remove.property !== 'string' || !propertyName.test(remove.property)) return null;
  return { source: change.declaration, ...ref, index, remove: { property: remove.property } };
}

/** Changes to style sheets: rules, declarations, adopted sheets. */
export function readSheetChange(raw: Record<string, unknown>, clean: Cleaner): PageChange | null {
  if (raw.source === change.adopted) return readAdopted(raw, clean);
  const ref: { id?: number; styleId?: number } = {};
  if (isId(raw.id)) ref.id = raw.id;
  else if (isId(raw.styleId)) ref.styleId = raw.styleId;
  else return null;
  if (raw.source === change.declaration) return readDeclaration(raw, ref, clean);
  if (raw.source !== change.sheetRule) return null;
  const adds = readList(raw.adds, (entry) => readRule(entry, clean));
  const removes = readList(raw.removes, (entry) => {
    const index = isObject(entry) ? readPlace(entry.index) : null;
    return index === null ? null : { index };
  });
  if (!adds || !removes) return null;
  const whole = (text: unknown) => (isText(text, bounds.cssChars) ? clean.css(text) : undefined);
  const replace = whole(raw.replace);
  const replaceSync = whole(raw.replaceSync);
  return {
    source: change.sheetRule,
    ...ref,
    adds,
    removes,
    ...(replace === undefined ? {} : { replace }),
    ...(replaceSync === undefined ? {} : { replaceSync }),
  };
}
