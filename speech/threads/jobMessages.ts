/** What is said to a thread that does jobs. */
export type JobRequest<Input> =
  | { readonly kind: 'run'; readonly job: number; readonly input: Input }
  | { readonly kind: 'cancel'; readonly job: number }
  | { readonly kind: 'release' };

/** An error loses its class between threads; its name says which it was. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What a thread that does jobs says; `about` is what it tells of itself once it has loaded. */
export type JobReply<Output, About> =
  | { readonly kind: 'ready'; readonly about: About }
  | { readonly kind: 'unusable'; readonly error: SentError }
  | { readonly kind: 'done'; readonly job: number; readonly output: Output }
  | { readonly kind: 'failed'; readonly job: number; readonly error: SentError };

/** An error as it can be sent. */
export function packError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return { name, message, ...(stack === undefined ? {} : { stack }) };
}
