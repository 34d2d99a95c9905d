import { Drawing } from '../icons.tsx';

const paths = {
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  hidden: 'M3 9.5c2 3 5 5 9 5s7-2 9-5M5.5 12.5L4 15M12 14.5V18M18.5 12.5L20 15',
  stop: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9 9h6v6H9z',
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
