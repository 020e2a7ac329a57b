type Query = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  /** What the page answered, as JSON. */
  readonly body: Record<string, unknown>;
}

/** The page as a browser sees it that was opened by the printed address. */
export interface PageClient {
  /** What a view shows first that fits; waits for as long as it is followed. */
  until<T>(view: string, query: Query, fits: (shown: T) => boolean): Promise<T>;
  shown<T>(view: string, query?: Query): Promise<T>;
  act(view: string, what: string, input: unknown): Promise<Answer>;
  fetch(path: string, init?: RequestInit & { duplex?: 'half' }): Promise<Response>;
}

export async function enterPage(address: string): Promise<PageClient> {
  const { origin } = new URL(address);
  const entered = await fetch(address, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`The address opened nothing: ${entered.status}`);
  const ask = (path: string, init: RequestInit & { duplex?: 'half' } = {}) => {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    return fetch(`${origin}${path}`, { ...init, headers });
  };
  const until: PageClient['until'] = async <T>(view: string, query: Query, fits: (shown: T) => boolean) => {
    const gone = new AbortController();
    const answer = await ask(`/api/${view}?${new URLSearchParams(query)}`, { signal: gone.signal });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    let text = '';
    try {
      for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          if (!event.startsWith('data: ')) continue;
          const shown = JSON.parse(event.slice(6));
          if (shown?.error === undefined && fits(shown)) return shown;
        }
      }
    } finally {
      gone.abort();
    }
    throw new Error('The page ended.');
  };
  return {
    until,
    shown: (view, query = {}) => until(view, query, () => true),
    fetch: ask,
    async act(view, what, input) {
      const answer = await ask(`/api/${view}/${what}`, { method: 'POST', body: JSON.stringify(input) });
      const body: Answer['body'] = JSON.parse(await answer.text());
      return { status: answer.status, body };
    },
  };
}
