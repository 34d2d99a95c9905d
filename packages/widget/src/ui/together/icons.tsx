import { Drawing } from '../icons.tsx';

const paths = {
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  hidden: 'M3 9.5c2 3 5 5 9 5s7-2 9-5M5.5 12.5L4 15M12 14.5V18M18.5 12.5L20 15',
  stop: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9 9h6v6H9z',
  never: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM5.8 5.8l12.4 12.4',
  dot: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  point: 'M5 4l5 15 2.6-6.4L19 10z',
  control: 'M9 11V5a2 2 0 0 1 4 0v5l5 1.5a2 2 0 0 1 1.5 2.3L18.5 20H11l-4.5-5.5a1.7 1.7 0 0 1 2.5-2.200z',
  fill: 'M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5.5v13l10-6.5z',
  paper: 'M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4',
  fold: 'M7 10l5 5 5-5',
  unfold: 'M7 14l5-5 5 5',
  close: 'M6 6l12 12M18 6L6 18',
  microphone: 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  camera:
    'M4.5 6.5h9A1.5 1.5 0 0 1 15 8v8a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 16V8a1.5 1.5 0 0 1 1.5-1.5zM15 11l6-3.5v9L15 13',
  hangUp: 'M3 14.5c-.8-4 3-6.5 9-6.5s9.8 2.5 9 6.5l-4.5-.8-.8-3c-2.2-.7-5.2-.7-7.4 0l-.8 3z',
  strike: 'M4 4l16 16',
} as const;

/** Icons of shared view and call. */
export const Icon = ({ name, struck }: { name: keyof typeof paths; struck?: boolean }) => (
  <Drawing path={struck ? paths[name] + paths.strike : paths[name]} />
);
