import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

/** What stands where there is nothing yet: what it would be, and how to begin. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
