import { common } from '../text/common.ts';

export type Label = 'OEQ' | 'CEQ';

/** A code's shape alone; a text beside it has to name the code. */
export function CodeShape({ label }: { label: Label }) {
  return <span class={`code-shape ${label.toLowerCase()}`} aria-hidden="true" />;
}

/** A code as it looks everywhere: filled blue circle or hollow orange square, and its name. */
export function CodeBadge({ label }: { label: Label }) {
  const { short, long } = common.codes[label];
  return (
    <span class={`code ${label.toLowerCase()}`}>
      <CodeShape label={label} />
      <abbr title={long}>{short}</abbr>
    </span>
  );
}
