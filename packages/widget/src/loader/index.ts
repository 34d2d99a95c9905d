import { loadChunk } from '../lazy.ts';
import { startLoader } from './start.ts';

// Only while the script runs is it known which tag it came from.
const { currentScript } = document;
startLoader(
  window,
  currentScript instanceof HTMLScriptElement ? currentScript : document.querySelector('script[data-site]'),
  loadChunk,
);
