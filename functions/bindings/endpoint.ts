import {
  app,
  type FunctionInput,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { z } from 'zod';
import { assertMayCall, assertMayCallAt, type Rights, rightsOf } from '../../shared/api/access.ts';
import { auditing, type Line } from '../../shared/api/auditing.ts';
import { withBlindness } from '../../shared/api/blindness.ts';
import { type Caller, callerOf, nobody } from '../../shared/api/caller.ts';
import { type EndpointName, endpointOf } from '../../shared/api/endpoints.ts';
import { Moved } from '../../shared/api/findLesson.ts';
import { keepPace } from '../../shared/api/pace.ts';
import { type Asked, askedOf } from '../../shared/api/request.ts';
import { answering } from '../../shared/api/route.ts';
import { config } from '../../shared/settings/config.ts';

const siteSchema = z.object({ site: z.string() });
const bySchema = z.object({ by: z.string() });

interface Call<N extends EndpointName> extends Asked<N> {
  readonly caller: Caller;
  /** Which lessons the caller may call it on: what looks up lessons asks for it. */
  readonly rights: Rights;
  readonly request: HttpRequest;
  readonly context: InvocationContext;
  /** A word more for the line of the audit log. */
  readonly note: Line['note'];
}

interface Options<N extends EndpointName> {
  readonly extraInputs?: FunctionInput[];
  /** The lesson that a call is about, where its path does not say so. */
  readonly lessonIdOf?: (asked: Asked<N>) => string;
}

/**
 * Registers the HTTP function of a row of the table of endpoints, which only those may call whom the row names. Where
 * people sign in, the platform has asked them already and needs no key; where nobody does, the function's key keeps
 * strangers out.
 */
export function endpoint<N extends EndpointName>(
  name: N,
  handler: (call: Call<N>) => Promise<HttpResponseInit>,
  { lessonIdOf, ...inputs }: Options<N> = {},
): void {
  const { method, route, roles, about, codes } = endpointOf(name);
  const open = roles === 'world' || config().SIGN_IN === 'entra';
  app.http(name, {
    methods: [method],
    route: `api/v1${route}`,
    authLevel: open ? 'anonymous' : 'function',
    ...inputs,
    handler: answering(async (request, context) => {
      const caller = roles === 'world' ? nobody : callerOf(request);
      await keepPace(caller);
      return auditing({ name, request, context, caller }, async ({ begin, note }) => {
        assertMayCall(caller, name);
        const asked = await askedOf(name, request);
        await begin(lessonIdOf?.(asked));
        const sighted = codes === undefined ? caller : await withBlindness(caller, byOf(asked));
        const rights = rightsOf(sighted, name);
        if (about === 'site') assertMayCallAt(rights, siteOf(asked));
        return leading(request, () => handler({ ...asked, caller: sighted, rights, request, context, note }));
      });
    }),
  });
}

/** A lesson that was moved is looked for again where it is, with the rest of the path and the same query. */
async function leading(request: HttpRequest, answer: () => Promise<HttpResponseInit>): Promise<HttpResponseInit> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Moved)) throw error;
    const { pathname, search } = new URL(request.url);
    const there = pathname.replace(`/lessons/${request.params.id}`, `/lessons/${error.lessonId}`);
    throw there === pathname ? error : error.leadingTo(there + search);
  }
}

// Where nobody signs in, a query or a body may say who asks.
const byOf = ({ query, body }: { readonly query: unknown; readonly body: unknown }): string | undefined =>
  bySchema.safeParse(query).data?.by ?? bySchema.safeParse(body).data?.by;

// A row about a site names it in its path or its body.
function siteOf({ path, body }: { readonly path: unknown; readonly body: unknown }): string {
  const named = siteSchema.safeParse(path).data ?? siteSchema.parse(body);
  return named.site;
}
