import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Codebook } from '../model/codebook.ts';
import { definitionOfSubtype, nameOfSubtype } from '../text/subtypes.ts';

const none: Codebook = { title: '', subtypes: [] };

/** The codebook of the lesson that is shown. */
export const CodebookOf = createContext<Codebook>(none);

export interface ShownCodebook {
  readonly codebook: Codebook;
  /** What people call a subtype; one of an earlier codebook is shown as it was written, and said to be that. */
  readonly nameOf: (key: string) => string;
  /** '' for one of an earlier codebook. */
  readonly definitionOf: (key: string) => string;
}

export function useCodebook(): ShownCodebook {
  const codebook = useContext(CodebookOf);
  return {
    codebook,
    nameOf: (key) => nameOfSubtype(codebook, key),
    definitionOf: (key) => definitionOfSubtype(codebook, key),
  };
}
