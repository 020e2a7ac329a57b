import { otherLanguageText } from '../lessons/languages.ts';
import { codedLanguageSchema } from '../lessons/question.ts';
import type { Segment } from '../lessons/transcript.ts';
import { tellLanguages } from '../questions/language.ts';

/**
 * Gives each segment its language where the engine did not: the only one that may be spoken, or a guess from the words.
 * What the words tell to be in none of the allowed ones loses them: an engine that hears one language for all writes
 * the others down in it.
 * @param allowed ISO 639-1 of all that may be spoken
 */
export async function inLanguages(segments: readonly Segment[], allowed: readonly string[]): Promise<Segment[]> {
  const [only, ...more] = allowed;
  if (only === undefined) return [...segments];
  const untold = segments.filter(({ language }) => language === undefined);
  // A guess knows two languages; of more, it says nothing.
  const guessed = more.length > 0 && allowed.every((each) => codedLanguageSchema.safeParse(each).success);
  const told = guessed ? await tellLanguages(untold.map(({ text }) => text)) : [];
  const guesses = new Map(untold.map((segment, index) => [segment, told[index]]));
  return segments.map((segment) => {
    if (segment.language !== undefined) return segment;
    if (more.length === 0) return { ...segment, language: only };
    const guess = guesses.get(segment);
    if (guess === undefined) return segment;
    if ('language' in guess) return { ...segment, language: guess.language };
    if (guess.reason !== 'unsupported-language') return segment;
    const { start, end } = segment;
    return { start, end, text: otherLanguageText('und'), language: 'und', heard: 'not-understood' };
  });
}
