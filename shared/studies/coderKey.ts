import { createHash } from 'node:crypto';

/** A name by which two spellings of one coder are the same. */
export const plainCoder = (coder: string) => coder.normalize('NFC').trim().toLowerCase();

/** A coder's name as part of a document's or a blob's name. */
export const coderKey = (coder: string) => createHash('sha256').update(plainCoder(coder)).digest('hex').slice(0, 16);
