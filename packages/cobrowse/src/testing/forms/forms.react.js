import { createElement as h, useState } from 'react';
import { createRoot } from 'react-dom/client';

const group = (text) =>
  text
    .replace(/\D/g, '')
    .replace(/(\d{3})(?=\d)/g, '$1 ')
    .trim();

function Form() {
  const [state, set] = useState({
    text: '',
    upper: '',
    phone: '',
    lines: '',
    mail: '',
    choice: 'b',
    many: ['x'],
    tick: false,
    radio: '',
    date: '',
    touched: '',
    changes: 0,
    rich: '',
  });
  window.reactState = state;
  const put = (more) => set((old) => ({ ...old, ...more, changes: old.changes + 1 }));
  const bind = (name, of = (text) => text) => ({
    id: `react-${name}`,
    value: state[name],
    onChange: (event) => put({ [name]: of(event.target.value) }),
    onBlur: () => set((old) => ({ ...old, touched: `${old.touched} ${name}` })),
  });
  return h(
    'form',
    null,
    h('input', bind('text')),
    h(
      'input',
      bind('upper', (text) => text.toUpperCase()),
    ),
    h('input', { ...bind('phone', group), type: 'tel' }),
    h('textarea', bind('lines')),
    h('input', { ...bind('mail'), type: 'email' }),
    h('input', { ...bind('date'), type: 'date' }),
    h(
      'select',
      bind('choice'),
      h('option', { value: 'a' }, 'A'),
      h('optgroup', { label: 'more' }, h('option', { value: 'b' }, 'B'), h('option', { value: 'c' }, 'C')),
    ),
    h(
      'select',
      {
        id: 'react-many',
        multiple: true,
        value: state.many,
        onChange: (event) => put({ many: [...event.target.selectedOptions].map((option) => option.value) }),
      },
      ['x', 'y', 'z'].map((value) => h('option', { key: value, value }, value)),
    ),
    h('input', {
      id: 'react-tick',
      type: 'checkbox',
      checked: state.tick,
      onChange: (event) => put({ tick: event.target.checked }),
    }),
    ['one', 'two'].map((value) =>
      h('input', {
        key: value,
        id: `react-${value}`,
        type: 'radio',
        name: 'react-radio',
        value,
        checked: state.radio === value,
        onChange: (event) => put({ radio: event.target.value }),
      }),
    ),
    h('div', {
      id: 'react-rich',
      contentEditable: true,
      suppressContentEditableWarning: true,
      onInput: (event) => put({ rich: event.target.textContent }),
    }),
  );
}

export function showReact(root) {
  createRoot(root).render(h(Form));
}
