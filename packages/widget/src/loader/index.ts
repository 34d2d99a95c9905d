import { loadChunk } from '../lazy.ts';
import { startLoader } from './start.ts';

// Only while the script runs is it known which tag it came from.
const { currentScript } = document;
startLoader(
  window,
  (currentScript as HTMLScriptElement | null) ?? document.querySelector('script[data-site]'),
  loadChunk,
  // The server puts in here which sites of the asking page have rules.
  '__THEKE_RULED__',
);
