const paths = {
  upload: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3',
  close: 'm6 6 12 12M18 6 6 18',
  sun: 'M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m11.4 0 1.4 1.4M4.9 4.9l1.4 1.4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5Z',
  search: 'm20 20-4-4m2-5a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  pause: 'M9 5v14m6-14v14',
  play: 'M8 5.5v13l10-6.5-10-6.5Z',
  retry: 'M4 4v6h6m-5.5 0A8 8 0 1 1 4 14',
  trash: 'M4 7h16M9 7V4h6v3m3 0-1 13H7L6 7',
  edit: 'M4 20h4L19 9l-4-4L4 16v4Z',
  film: 'M4 5h16v14H4V5Zm0 4.7h16M4 14.3h16M8 5v14m8-14v14',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  download: 'M12 4v11m0 0-5-5m5 5 5-5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3',
  warning: 'M12 9v4.5m0 3v.1M12 3.5 2.5 20h19L12 3.5Z',
  up: 'm6 15 6-6 6 6',
  down: 'm6 9 6 6 6-6',
} as const;

export type IconName = keyof typeof paths;

/** Decoration beside a text, never instead of one. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
