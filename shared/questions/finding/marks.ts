/** Marks that end a sentence, at the end of a text. */
export const endMark = /[.?!…][.?!…"'”’)\]]*$/u;
const abbreviation = /^(?:mr|mrs|ms|dr|st|vs)\.$/iu;

/** Whether a word is written as the last one of its sentence. */
export const isEnd = (word: string): boolean => endMark.test(word) && !abbreviation.test(word);

/** Whether a text ends as a question. */
export const isAsked = (text: string): boolean => /\?[?!…."'”’)\]]*$/u.test(text);

/** Whether a text is written to its end, and not as a question; false where the recogniser wrote no marks. */
export const isStated = (text: string): boolean => endMark.test(text) && !isAsked(text);
