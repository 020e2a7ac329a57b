import { useEffect, useState } from 'preact/hooks';

export interface Live<T> {
  readonly shown: T | null;
  /** Why nothing newer is shown. */
  readonly problem: string | null;
  /** Whether what is shown is of what is chosen; until then it is of what was chosen before. */
  readonly isOfChosen: boolean;
}

const queryOf = (query: Readonly<Record<string, string>>) => new URLSearchParams(query).toString();

/**
 * What a view shows, as long as the page can be seen; what was shown last stays while the server is away, or looks for
 * what is asked now.
 */
export function useLive<T>(view: string, query: Readonly<Record<string, string>>, chosen = ''): Live<T> {
  const address = `/api/${view}?${queryOf(query)}`;
  const [live, setLive] = useState<Omit<Live<T>, 'isOfChosen'> & { readonly of: string }>({
    ...{ of: chosen, shown: null, problem: null },
  });
  useEffect(() => {
    let source: EventSource | undefined;
    const look = () => {
      source?.close();
      if (document.hidden) return;
      source = new EventSource(address);
      source.onmessage = ({ data }) => {
        const said = JSON.parse(data);
        setLive((before) =>
          typeof said?.error === 'string' && 'status' in said
            ? { ...before, problem: said.error }
            : { of: chosen, shown: said, problem: null },
        );
      };
      // The browser tries again by itself.
      source.onerror = () =>
        setLive((before) => ({ ...before, problem: 'The local cloud does not answer. Is it running?' }));
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      source?.close();
    };
  }, [address, chosen]);
  return { shown: live.shown, problem: live.problem, isOfChosen: live.shown !== null && live.of === chosen };
}

/** Reads something once. @throws Error that says why not. */
export async function read<T>(view: string, what: string, query: Readonly<Record<string, string>>): Promise<T> {
  return answerOf(await fetch(`/api/${view}/${what}?${queryOf(query)}`));
}

/** Changes something. @throws Error that says why not. */
export async function act<T = unknown>(view: string, what: string, input: unknown): Promise<T> {
  return answerOf(await fetch(`/api/${view}/${what}`, { method: 'POST', body: JSON.stringify(input) }));
}

/** Sends a file. @throws Error that says why not. */
export async function upload(view: string, what: string, query: Readonly<Record<string, string>>, file: File) {
  const headers = { 'content-type': file.type || 'application/octet-stream' };
  return answerOf(await fetch(`/api/${view}/${what}?${queryOf(query)}`, { method: 'PUT', body: file, headers }));
}

export const fileAddress = (view: string, what: string, query: Readonly<Record<string, string>>) =>
  `/api/${view}/${what}?${queryOf(query)}`;

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  let why = text;
  try {
    why = JSON.parse(text).error;
  } catch {
    // Not one of the page's own answers: it is shown as it is.
  }
  throw new Error(why);
}
