import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError.ts';

/** OpenAI's limit on one request: 25 MB. */
export const maxBodyBytes = 25 * 1024 * 1024;

const tooLarge = (maxBytes: number) =>
  new ApiError(413, `Maximum content size limit (${maxBytes}) exceeded. Send the audio in parts, or compressed.`, {
    code: 'content_too_large',
    param: 'file',
  });

/**
 * Reads a request's body, and stops as soon as it is longer than `maxBytes`, whatever its header promised.
 * Throws ApiError 413; 400 when the client hangs up in the middle.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number = maxBodyBytes,
): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const onData = (part: Buffer) => {
      length += part.length;
      if (length > maxBytes) {
        request.off('data', onData);
        reject(tooLarge(maxBytes));
      } else {
        parts.push(part);
      }
    };
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(parts)));
    const broken = (cause?: unknown) =>
      reject(new ApiError(400, 'The request ended before it was complete.', { cause }));
    request.once('error', broken);
    request.once('close', () => broken());
  });
}
