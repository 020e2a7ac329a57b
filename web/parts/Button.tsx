import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly compact?: boolean;
  readonly icon?: IconName;
  /** Is read, not seen: for a button that is an icon alone, or that needs to say of what it is. */
  readonly label?: string;
}

export function Button({ look = 'plain', compact = false, icon, label, children, ...rest }: ButtonProps) {
  const classes = ['button', look, compact ? 'compact' : ''].join(' ').trim();
  return (
    <button type="button" {...rest} class={classes} {...(label ? { 'aria-label': label, title: label } : {})}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}
