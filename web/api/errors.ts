import { common } from '../text/common.ts';

/** An answer of the API that is no success, or none at all; `message` may be shown to people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The API's own stable code, such as `changed-meanwhile`; '' when it gave none. */
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

/** What to tell people of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : common.errors.unreachable;
}

export const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Reads problem details (RFC 9457); anything else becomes a sentence for its status. */
export async function problemOf(answer: Response): Promise<ApiError> {
  const fallback =
    answer.status === 401 || answer.status === 403
      ? common.errors.signIn
      : common.errors.status({ status: String(answer.status) });
  let body: unknown = null;
  try {
    body = await answer.json();
  } catch (error) {
    // A proxy's page in place of problem details: its status is all that can be told.
    return new ApiError(answer.status, '', fallback, { cause: error });
  }
  const text = (name: string) => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return new ApiError(answer.status, text('code'), text('detail') || fallback);
}
