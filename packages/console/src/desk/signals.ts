// The one place the desk takes its signals from: the core, without the view library.
export { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals-core';
