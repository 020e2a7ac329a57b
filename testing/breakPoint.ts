import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const eventSchema = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.looseObject({ scriptId: z.string().optional(), url: z.string().optional() }).optional(),
  error: z.unknown().optional(),
});
type Said = z.infer<typeof eventSchema>;

/**
 * Waits at a line of a source as a debugger does: looks it up in the source map of what was loaded, and sets a break
 * point there. @returns settles when the process stands there; it goes on then.
 */
export async function breakAt(debuggerUrl: string, loaded: RegExp, source: RegExp, line: number) {
  const socket = new WebSocket(debuggerUrl);
  await new Promise((open, fail) => {
    socket.onopen = open;
    socket.onerror = fail;
  });
  const listeners = new Set<(said: Said) => void>();
  socket.onmessage = ({ data }) => {
    const said = eventSchema.parse(JSON.parse(String(data)));
    for (const listener of listeners) listener(said);
  };
  const heard = (fits: (said: Said) => boolean) =>
    new Promise<Said>((resolve) => {
      const listener = (said: Said) => {
        if (!fits(said)) return;
        listeners.delete(listener);
        resolve(said);
      };
      listeners.add(listener);
    });
  let count = 0;
  const ask = async (method: string, params: object = {}) => {
    count += 1;
    const id = count;
    const answer = heard((said) => said.id === id);
    socket.send(JSON.stringify({ id, method, params }));
    const { error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
  };

  const script = heard(({ method, params }) => method === 'Debugger.scriptParsed' && loaded.test(params?.url ?? ''));
  await ask('Debugger.enable');
  const { scriptId, url = '' } = (await script).params ?? {};
  await ask('Debugger.setBreakpoint', { location: { scriptId, ...(await placeOf(fileURLToPath(url), source, line)) } });
  const reached = heard(({ method }) => method === 'Debugger.paused').then(async () => {
    await ask('Debugger.resume');
    socket.close();
  });
  return { reached };
}

/** Where in a bundle the first statement of a source's line is; lines of a bundle are counted from 0. */
async function placeOf(bundle: string, source: RegExp, line: number) {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')));
  const lines = (await readFile(bundle, 'utf8')).split('\n');
  for (const [lineNumber, text] of lines.entries())
    for (let columnNumber = 0; columnNumber < text.length; columnNumber += 1) {
      const entry = map.findEntry(lineNumber, columnNumber);
      if ('originalSource' in entry && source.test(entry.originalSource) && entry.originalLine === line - 1)
        return { lineNumber, columnNumber };
    }
  throw new Error(`No source map leads to line ${line} of ${source}.`);
}
