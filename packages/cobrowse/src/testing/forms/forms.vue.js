import { createApp, reactive } from 'vue';

export function showVue(root) {
  const state = reactive({
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
    rich: '',
  });
  window.vueState = state;
  const group = (text) =>
    text
      .replace(/\D/g, '')
      .replace(/(\d{3})(?=\d)/g, '$1 ')
      .trim();
  createApp({
    setup: () => ({ state, group }),
    template: `<form>
      <input id="vue-text" v-model="state.text" @blur="state.touched += ' text'">
      <input id="vue-upper" :value="state.upper" @input="state.upper = $event.target.value.toUpperCase(); $forceUpdate()">
      <input id="vue-phone" type="tel" :value="state.phone" @input="state.phone = group($event.target.value); $forceUpdate()">
      <textarea id="vue-lines" v-model.lazy="state.lines"></textarea>
      <input id="vue-mail" type="email" v-model="state.mail">
      <input id="vue-date" type="date" v-model="state.date">
      <select id="vue-choice" v-model="state.choice"><option value="a">A</option><optgroup label="more"><option value="b">B</option><option value="c">C</option></optgroup></select>
      <select id="vue-many" multiple v-model="state.many"><option>x</option><option>y</option><option>z</option></select>
      <input id="vue-tick" type="checkbox" v-model="state.tick">
      <input id="vue-one" type="radio" value="one" v-model="state.radio"><input id="vue-two" type="radio" value="two" v-model="state.radio">
      <div id="vue-rich" contenteditable="true" @input="state.rich = $event.target.textContent"></div>
    </form>`,
  }).mount(root);
}
