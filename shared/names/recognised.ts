import type { TokenSpan } from './roster.ts';
import type { Token } from './tokens.ts';

/** Tells a text's words and which of them are names. */
export type Recogniser = (text: string) => RecognisedText;

export interface RecognisedText {
  readonly tokens: readonly Token[];
  readonly spans: readonly TokenSpan[];
  /** Whether a word that is an everyday word, too, is a name where it stands. */
  readonly isName: (index: number) => boolean;
}
