import type { z } from 'zod';
import type { Role } from '../contract.ts';

/** An answer that is no error: what it means, and the schema of its JSON; `files` are the types of what is no JSON. */
export interface Answer {
  readonly says: string;
  readonly json?: z.ZodType;
  readonly files?: readonly string[];
}

/**
 * All that is to be said of one HTTP function but how it does it. Answers that follow from a row stand in none: 400
 * where anything is asked for, 401 and 403 where somebody must have a right, 413 and 415 with a body, 304 and 412 with
 * ETags, 503 when something that Askwell needs does not answer.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, in the words of both OpenAPI and the Functions runtime. */
  readonly route: `/${string}`;
  /** One of these, or whoever has signed in; admins may call all. The world may call what says nothing of anybody. */
  readonly roles: readonly Role[] | 'anybody' | 'world';
  /**
   * What a call touches, by which roles at a site count: one `lesson` or many `lessons`, which the handler finds through
   * its `rights` alone; a `site` that path or body names; `nothing` of any lesson; `everything`, for roles over all sites.
   */
  readonly about: 'lesson' | 'lessons' | 'site' | 'nothing' | 'everything';
  /**
   * What is written down of who did it: `seen` is content that people look at, `changed` what they alter or delete.
   * Lists and states, which a page asks for every few seconds, and questions that belong to no lesson are not.
   */
  readonly audit?: 'seen' | 'changed';
  /**
   * Where an answer, or what is changed, is of codes: lessons that the caller codes in a study without seeing their codes
   * are not among those that they may call it on (`hidden`), or are shown without (`left out`). See blindness.ts.
   */
  readonly codes?: 'hidden' | 'left out';
  readonly summary: string;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A request without one is taken as well. */
  readonly mayLackBody?: true;
  /** 16,000 where it is not said. */
  readonly maxBodyBytes?: number;
  /** `known`: If-None-Match is answered by 304; `basis`: If-Match of another state by 412, which says this. */
  readonly etag?: { readonly known: true } | { readonly basis: string };
  readonly answers: Readonly<Record<number, Answer>>;
  /** Errors that do not follow from the row. */
  readonly problems?: Readonly<Record<number, string>>;
}

export const ok = (says: string, json: z.ZodType) => ({ 200: { says, json } }) as const;
export const unknown = { 404: 'There is no such thing, or no result yet.' } as const;
