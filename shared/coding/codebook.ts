import { readFileSync } from 'node:fs';

// The build puts the text here; what runs without a build reads the file itself.
declare const ASKWELL_CODEBOOK: string | undefined;

/** The codebook, docs/codebook.md: the same text for people and for the large model. */
export function codebook(): string {
  return typeof ASKWELL_CODEBOOK === 'string'
    ? ASKWELL_CODEBOOK
    : readFileSync(new URL('../../docs/codebook.md', import.meta.url), 'utf8');
}
