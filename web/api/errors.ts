import { common } from '../text/common.ts';
import { problemText, statusText } from '../text/problems.ts';

/** An answer of the API that is no success, or none at all; `messageOf` is what people are told of it. */
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
  if (!(error instanceof ApiError)) return common.errors.unreachable;
  return error.code === '' ? error.message : problemText(error.code, error.message, error.status);
}

export const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Reads problem details (RFC 9457); anything else becomes a sentence for its status. */
export async function problemOf(answer: Response): Promise<ApiError> {
  let body: unknown = null;
  try {
    body = await answer.json();
  } catch (error) {
    // A proxy's page in place of problem details: its status is all that can be told.
    return new ApiError(answer.status, '', statusText(answer.status), { cause: error });
  }
  const text = (name: string) => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const code = text('code');
  return new ApiError(answer.status, code, text('detail') || (code === '' ? statusText(answer.status) : ''));
}
