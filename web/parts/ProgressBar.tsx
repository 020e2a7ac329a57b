/** `value` is 0 to 1; absent, as long as nobody knows. */
export function ProgressBar({ label, value }: { label: string; value?: number }) {
  return <progress class="progress" aria-label={label} max={1} {...(value === undefined ? {} : { value })} />;
}
