const paths = {
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M12 19V5M6 11l6-6 6 6',
  more: 'M5 12v.01M5.5 12v.01M12 12v.01M12.5 12v.01M19 12v.01M19.5 12v.01',
  page: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
} as const;

/** A line drawing; always beside words or a label, so it is hidden from screen readers. */
export const Drawing = ({ path }: { path: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);

export const Icon = ({ name }: { name: keyof typeof paths }) => <Drawing path={paths[name]} />;

/** First letter of a name in a circle: a person's face until there are pictures. */
export const Face = ({ name }: { name: string }) => (
  <span class="face" aria-hidden="true">
    {(name.trim()[0] ?? '·').toUpperCase()}
  </span>
);
