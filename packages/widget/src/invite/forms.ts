import type { Again, SensePowers } from './senses.ts';

/** Whoever stays so long in one field without typing hesitates. */
const hesitatesAfterMs = 20_000;

/** Of these nothing is looked at, not even whether anything stands there. */
const secret = /pass|card|cc-|cv[cv]|one-time/i;

/** The first of these attributes that says something. Attributes: a field called `id` would hide the form's own. */
const named = (element: Element | null | undefined, ...attributes: string[]) =>
  attributes.map((name) => element?.getAttribute(name)).find(Boolean) ?? '';

const formName = (form: Element | null | undefined) => named(form, 'id', 'name', 'data-theke-form');
const fieldName = (field: Element | null) => named(field, 'name', 'id', 'data-theke-field');

const isLeftEmpty = (field: Element) =>
  !secret.test([...field.attributes].map(({ value }) => value).join()) &&
  !field.closest('[data-theke-mask],[data-theke-block]') &&
  (field as HTMLInputElement).value === '';

/** Where the visitor is at work: in which form, in which field; left undone, stuck, refused by the form's own checks. */
export function watchForms({ window, clock, wanted, feed, watch, signal, soon, finally: atEnd }: SensePowers): Again {
  const { document } = window;
  let form = '';
  let field = '';
  let begun = '';
  let takeBack = () => {};
  const hesitates = wanted(/hesitation/);
  const looks = wanted(/field\.a/);

  const inField = (name: string, on: boolean) => name && feed({ type: 'inside', what: 'field', name, on });
  const inForm = (name: string, on: boolean) => name && feed({ type: 'form', form: name, on });

  function rest() {
    takeBack();
    if (hesitates && form && field && !document.hidden)
      takeBack = clock.after(hesitatesAfterMs, () => signal('form.hesitation', form));
  }

  function enter(target: EventTarget | null, forGood = true) {
    const element = target instanceof window.Element ? target : null;
    const [wasForm, wasField] = [form, field];
    form = formName(element?.closest('form,[data-theke-form]'));
    field = element?.matches('input,textarea,select') ? fieldName(element) : '';
    if (field !== wasField) {
      inField(wasField, false);
      inField(field, true);
    }
    if (form !== wasForm) {
      inForm(wasForm, false);
      inForm(form, true);
      feed({ type: 'fact', name: 'form.name', value: form || null });
      if (forGood && begun === wasForm) {
        begun = '';
        if (wasForm) signal('form.abandoned', wasForm);
      }
    }
    rest();
  }

  if (wanted(/:form|:field(?!\.e)/)) {
    watch(document, 'focusin', (event) => enter(event.target));
    // The rules may come after the visitor has begun to type.
    enter(document.activeElement);
    watch(document, 'focusout', (event) => {
      const { target, relatedTarget } = event as FocusEvent;
      // Another window came before this one: the visitor has not left anything.
      const stays = document.activeElement === target;
      if (looks && field && !stays && isLeftEmpty(target as Element)) signal('field.abandoned', field);
      if (!relatedTarget) enter(null, !stays);
    });
  }
  if (wanted(/form\.[ah]/)) {
    watch(document, 'input', () => {
      begun = form;
      rest();
    });
    watch(document, 'submit', () => {
      begun = '';
    });
    watch(document, 'visibilitychange', rest);
  }
  if (wanted(/field\.e/)) {
    const wrong = (target: Element) => signal('field.error', fieldName(target));
    watch(document, 'invalid', (event) => wrong(event.target as Element));
    // Checks written in script mark their field for assistive technology: looked at after what the visitor does, not observed.
    const find = () => [...document.querySelectorAll('[aria-invalid=true]')];
    let marked = find();
    soon('click input focusin focusout submit', () => {
      const before = marked;
      marked = find();
      for (const one of marked) if (!before.includes(one)) wrong(one);
    });
  }
  atEnd(() => takeBack());
  return () => {
    inForm(form, true);
    inField(field, true);
  };
}
