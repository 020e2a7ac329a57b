import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  /** There is no other heading: this is the page's. */
  readonly whole?: boolean;
  readonly children?: ComponentChildren;
}

/** What stands where there is nothing yet: what it would be, and how to begin. */
export function Empty({ icon, title, whole = false, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      {whole ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
