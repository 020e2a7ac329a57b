/** Somebody who has a view of the page open. */
export interface PageReader extends AsyncDisposable {
  /** How often something new was shown. */
  readonly events: number;
}

/** Opens the page by its printed address and follows a view of it as a browser does: each event is read as JSON. */
export async function followPage(address: string, view: string): Promise<PageReader> {
  const entered = await fetch(address, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`The page was not opened by its address: ${entered.status}.`);
  const gone = new AbortController();
  const answer = await fetch(new URL(`/api/${view}`, address), { headers: { cookie }, signal: gone.signal });
  if (!answer.ok || answer.body === null) throw new Error(`The page shows no ${view}: ${answer.status}.`);
  const chunks = answer.body.pipeThrough(new TextDecoderStream());
  let events = 0;
  const reading = (async () => {
    let text = '';
    for await (const chunk of chunks) {
      text += chunk;
      if (!text.endsWith('\n\n')) continue;
      for (const event of text.split('\n\n')) {
        if (!event.startsWith('data: ')) continue;
        if ('error' in JSON.parse(event.slice(6))) throw new Error(`The page shows an error: ${event}`);
        events += 1;
      }
      text = '';
    }
  })();
  return {
    get events() {
      return events;
    },
    async [Symbol.asyncDispose]() {
      gone.abort();
      await reading.catch((error: unknown) => {
        if (!gone.signal.aborted || !(error instanceof Error && error.name === 'AbortError')) throw error;
      });
    },
  };
}
