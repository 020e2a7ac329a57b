// What the page's server sends to the page: types alone, for both.

export type PartState = 'starting' | 'running' | 'stopped' | 'died';

export interface PartView {
  readonly name: string;
  readonly state: PartState;
  /** UTC, ISO 8601 */
  readonly since: string;
  readonly restarts: number;
  /** Null for what has no process of its own. */
  readonly memoryMegabytes: number | null;
  /** Whether it is started and stopped from the page. */
  readonly controlled: boolean;
}

export interface PartsShown {
  readonly parts: readonly PartView[];
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}
