import { mount } from 'svelte';
import Form from './Form.svelte';

export function showSvelte(target) {
  mount(Form, { target });
}
