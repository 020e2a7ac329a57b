import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** How something is, in a word and a colour. */
export function State({ is }: { readonly is: string }) {
  const kind = /^(running|completed|ok|succeeded)$/i.test(is)
    ? 'good'
    : /^(died|failed|terminated|error)$/i.test(is)
      ? 'bad'
      : 'calm';
  return <span class={`state ${kind}`}>{is}</span>;
}

/** Does something when it is pressed, and says beside it when that failed. */
export function Do({
  what,
  children,
  calm = false,
}: {
  readonly what: () => Promise<unknown>;
  readonly children: string;
  readonly calm?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const press = async () => {
    setBusy(true);
    setProblem('');
    try {
      await what();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class={calm ? 'calm' : ''} disabled={busy} onClick={() => void press()}>
        {children}
      </button>
      {problem !== '' && <Problem>{problem}</Problem>}
    </>
  );
}

export function Problem({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="problem" role="alert">
      {children}
    </p>
  );
}

/** A text of several lines; JSON with indents. It scrolls by itself, and so takes the focus. */
export function Text({ label, of }: { readonly label: string; readonly of: unknown }) {
  if (of === undefined || of === null || of === '') return null;
  return (
    <figure class="text">
      <figcaption>{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <pre tabIndex={0}>{pretty(of)}</pre>
    </figure>
  );
}

function pretty(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' ? JSON.stringify(read, null, 2) : value;
  } catch {
    return value;
  }
}

/** Names and values. */
export function Facts({ of }: { readonly of: Readonly<Record<string, ComponentChildren>> }) {
  const given = Object.entries(of).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return (
    <dl class="facts">
      {given.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Milliseconds, as a person says them. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds < 3_600_000)
    return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds / 1000) % 60)} s`;
  return `${Math.floor(milliseconds / 3_600_000)} h ${Math.round((milliseconds / 60_000) % 60)} min`;
}

/** A time of day here; with its day when that is another than today. */
export function clock(time: string | number): string {
  const date = new Date(time);
  const sameDay = date.toDateString() === new Date().toDateString();
  return date.toLocaleString([], { ...(sameDay ? {} : { dateStyle: 'short' }), timeStyle: 'medium' });
}
