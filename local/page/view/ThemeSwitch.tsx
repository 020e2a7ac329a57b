import { useState } from 'preact/hooks';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Light or dark, against the system's choice; early.ts applies it at the next start. */
export function ThemeSwitch() {
  const [chosen, choose] = useState(document.documentElement.dataset.theme);
  const isDark = chosen === undefined ? dark.matches : chosen === 'dark';
  const turn = () => {
    const next = isDark ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('local-cloud.theme', next);
    choose(next);
  };
  return (
    <button type="button" class="calm theme" onClick={turn}>
      {isDark ? 'Light' : 'Dark'}
    </button>
  );
}
