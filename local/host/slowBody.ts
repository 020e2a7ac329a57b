import type { IncomingMessage } from 'node:http';

/** How slow a caller may be. */
export interface CallerPace {
  /** Milliseconds until a request's headers must be there. */
  readonly headers: number;
  /** Bytes of a body that must come in each `milliseconds`, for as long as the function takes them. */
  readonly body: { readonly bytes: number; readonly milliseconds: number };
}

/** As Azure's web server has it: 30 s, then 240 bytes a second after the first five. */
export const azurePace: CallerPace = { headers: 30_000, body: { bytes: 1200, milliseconds: 5000 } };

/** Cuts the connection of a caller that sends its body too slowly: each one that only waits takes a place from others. */
export function endSlowBody(request: IncomingMessage, { bytes, milliseconds }: CallerPace['body']): void {
  const { socket } = request;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    const came = socket.bytesRead - before;
    before = socket.bytesRead;
    // What lies here untaken tells of a slow function, not of a slow caller.
    if (!request.complete && request.readableLength === 0 && came < bytes) socket.destroy();
  }, milliseconds).unref();
  request.once('close', () => clearInterval(timer));
}
