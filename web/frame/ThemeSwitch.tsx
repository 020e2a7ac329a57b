import { useState } from 'preact/hooks';
import { Button } from '../parts/Button.tsx';
import { common } from '../text/common.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Light or dark, against the system's choice; early.ts applies it at the next start. */
export function ThemeSwitch() {
  const [chosen, choose] = useState(document.documentElement.dataset.theme);
  const isDark = chosen === undefined ? dark.matches : chosen === 'dark';
  const turn = () => {
    const next = isDark ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('askwell.theme', next);
    choose(next);
  };
  return (
    <Button
      look="quiet"
      compact
      icon={isDark ? 'sun' : 'moon'}
      label={isDark ? common.theme.toLight : common.theme.toDark}
      onClick={turn}
    />
  );
}
