import { createHash } from 'node:crypto';

/** A coder's name as part of a document's or a blob's name. */
export const coderKey = (coder: string) =>
  createHash('sha256').update(coder.normalize('NFC').toLowerCase()).digest('hex').slice(0, 16);
