import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** What a view of the page shows and does. What its functions return is sent as JSON, masked; a Stream as it is. */
export interface View {
  /** What is shown now; asked for again and again while somebody looks. */
  readonly shows: (query: URLSearchParams) => Promise<unknown>;
  /** What is read once, by name. */
  readonly reads?: Readonly<Record<string, (query: URLSearchParams) => Promise<unknown>>>;
  /** What changes something, by name; the input is JSON. */
  readonly actions?: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  /** What takes a body of any size, by name. */
  readonly uploads?: Readonly<Record<string, (query: URLSearchParams, body: IncomingMessage) => Promise<unknown>>>;
}

/** What is sent as it is. */
export class Stream {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: NodeJS.ReadableStream;
  constructor(headers: Readonly<Record<string, string>>, body: NodeJS.ReadableStream) {
    this.headers = headers;
    this.body = body;
  }
}

/** Something that the reader of the page can understand or mend. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An action's input in the shape that it needs. @throws PageError 400 that says what is wrong with it. */
export function inputOf<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (!read.success) throw new PageError(400, z.prettifyError(read.error));
  return read.data;
}

/** A value of the query. @throws PageError 400 when it is not there. */
export function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw new PageError(400, `"${name}" is missing.`);
  return value;
}
