import { useLocation } from 'preact-iso/router';
import { common } from '../text/common.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { SignOut } from './SignOut.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { useRights } from './useRights.ts';

export function Header() {
  const { path } = useLocation();
  const rights = useRights();
  const link = (href: string, text: string, current: boolean) => (
    <a href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {text}
    </a>
  );
  return (
    <header class="header">
      <div class="header-row">
        <a class="brand" href="/">
          <Mark />
          <span>{common.appName}</span>
        </a>
        <nav class="nav" aria-label={common.mainNavigation}>
          {link('/', common.navLessons, path === '/' || path.startsWith('/lessons'))}
          {link('/progress', common.navProgress, path.startsWith('/progress'))}
          {rights?.see ? link('/search', common.navSearch, path.startsWith('/search')) : null}
          {rights?.review ? link('/studies', common.navStudies, path.startsWith('/studies')) : null}
        </nav>
        <SignOut />
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Mark() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" role="img" aria-label={common.appName}>
      <rect width="32" height="32" rx="8" fill="#1f5f4a" />
      <circle cx="10.5" cy="16" r="5" fill="#f7f2e9" />
      <rect x="18" y="11.5" width="9" height="9" rx="1.5" fill="none" stroke="#f2b872" stroke-width="2.4" />
    </svg>
  );
}
