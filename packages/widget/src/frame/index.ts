import { loadChunk } from '../lazy.ts';
import { startFrame } from './startFrame.ts';

// Only while the script runs is it known which tag it came from.
startFrame(window, document.currentScript as HTMLScriptElement | null, loadChunk);
