/** What the person who started the host has to mend: in the app, its settings or its host.json. Shown without a stack. */
export class HostError extends Error {
  override readonly name = 'HostError';
}

/** The error itself when it is one; anything else that was thrown, wrapped. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
