/** A request that cannot be honoured, and how it is answered. */
export class RequestError extends Error {
  override name = 'RequestError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An error in the shape of the extension's own answers. */
export function errorAnswer(status: number, message: string, error: Error): Response {
  return Response.json({ Message: message, ExceptionMessage: error.message, ExceptionType: error.name }, { status });
}

/** Something that Azure's extension can do and this one cannot (RFC 9457). */
export function notImplemented(what: string): Response {
  const body = {
    type: 'about:blank',
    title: 'Not Implemented',
    status: 501,
    detail: `${what} not supported by this host.`,
  };
  return Response.json(body, { status: 501, headers: { 'content-type': 'application/problem+json' } });
}

export function empty(status: number): Response {
  return new Response(null, { status });
}
