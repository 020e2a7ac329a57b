import type { RpcTypedData } from '../coreTypes.ts';
import { bytesOf, fromTypedData } from '../typedData.ts';

export interface OutgoingMessage {
  readonly body: Buffer;
  readonly contentType: 'application/json' | 'text/plain' | 'application/octet-stream';
}

/** What a function put out for a queue or topic, as messages: a list is one message for each of its elements. */
export function messagesOf(value: RpcTypedData): readonly OutgoingMessage[] {
  const plain = fromTypedData(value);
  if (plain === undefined || plain === null) return [];
  const several: readonly unknown[] = Array.isArray(plain) ? plain : [plain];
  return several.map((each) => ({ body: bytesOf(each), contentType: contentTypeOf(each) }));
}

function contentTypeOf(value: unknown): OutgoingMessage['contentType'] {
  if (value instanceof Uint8Array) return 'application/octet-stream';
  return typeof value === 'string' ? 'text/plain' : 'application/json';
}
