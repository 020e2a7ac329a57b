import { z } from 'zod';
import { otherLanguageText } from '../lessons/languages.ts';
import type { Segment } from '../lessons/transcript.ts';
import { ProviderFailure } from '../providers/failure.ts';
import { attachWords, lettersOf } from './words.ts';

// `verbose_json` as Whisper gives it; what else an engine adds is ignored.
const seconds = z.number().transform((value) => Math.max(0, value));
const told = z.number().optional().catch(undefined);
const code = z
  .string()
  .regex(/^[a-z]{2,3}$/)
  .optional()
  .catch(undefined);
const segmentSchema = z
  .object({
    start: seconds,
    end: seconds,
    text: z.string(),
    // Beyond OpenAI's: our own server tells each one's, by code.
    language: code,
    avg_logprob: told,
    no_speech_prob: told,
    // Beyond OpenAI's: our own server tells it.
    language_probability: told,
  })
  .transform(({ avg_logprob, no_speech_prob, language_probability, language, ...segment }) => ({
    ...segment,
    ...(language === undefined ? {} : { language }),
    ...(avg_logprob === undefined ? {} : { logProbability: avg_logprob }),
    ...(no_speech_prob === undefined ? {} : { noSpeechProbability: no_speech_prob }),
    ...(language_probability === undefined ? {} : { languageProbability: language_probability }),
  }));
// Beyond OpenAI's: other servers give their words' probabilities under this name, too.
const wordSchema = z
  .object({ start: seconds, end: seconds, word: z.string(), probability: told })
  .transform(({ probability, ...word }) => ({ ...word, ...(probability === undefined ? {} : { probability }) }));
const answerSchema = z.object({
  text: z.string().optional(),
  language: z.string().optional(),
  // Beyond OpenAI's: our own server says which model it is, whatever it was called.
  model: z.string().optional(),
  duration: z.coerce.number().nonnegative().optional(),
  usage: z.object({ seconds: z.number().nonnegative() }).optional().catch(undefined),
  segments: z.array(segmentSchema).optional(),
  // Beyond OpenAI's: our own server tells where another language is spoken than those that were asked for.
  other_languages: z
    .array(z.object({ start: seconds, end: seconds, language: z.string().regex(/^[a-z]{2,3}$/) }))
    .optional(),
  words: z.array(wordSchema).optional(),
});
export type Answer = z.infer<typeof answerSchema>;

/** How far past the sound's end a time may lie: Whisper hears in windows that it fills up with silence. */
const beyondSeconds = 1;
/** How long a text lasts that came without a length, where nothing else begins before. */
const lengthlessSeconds = 1;
/** Less is no time in which anything is shown. */
const leastSeconds = 0.02;

/** The answer of a speech engine. @throws ProviderFailure 'malformed' where it is none, and where it has words without times. */
export function readAnswer(raw: unknown): Answer {
  const parsed = answerSchema.safeParse(raw);
  if (!parsed.success) throw malformed(`another shape than Whisper's (${parsed.error.issues[0]?.path.join('.')})`);
  const { text, segments, words = [] } = parsed.data;
  if (text === undefined && segments === undefined) throw malformed('neither text nor segments');
  const written = lettersOf(segments?.map((segment) => segment.text).join('') ?? '').length;
  const heard = Math.max(lettersOf(text ?? '').length, written === 0 ? words.length : 0);
  if (heard > written)
    throw malformed(
      written === 0 ? 'words without the segments that they are in' : 'more text than is in its segments',
    );
  return parsed.data;
}

/**
 * The answer's segments in order of time, none overlapping the next and each of some length, with all the words that
 * were heard. Times are seconds from the sound's start.
 * @throws ProviderFailure 'malformed' for times that run backwards or lie beyond the sound: they are another sound's.
 */
export function segmentsOf(
  { segments = [], words, other_languages: others = [] }: Answer,
  lengthSeconds: number,
): Segment[] {
  const spoken = segments
    .map((segment) => ({ ...segment, text: segment.text.trim() }))
    .filter(({ text }) => text !== '');
  for (const { start, end } of spoken) {
    if (end < start) throw malformed('a segment that ends before it begins');
    if (start > lengthSeconds + beyondSeconds) throw malformed('a segment from after the end of the sound');
  }
  const within = spoken.map((segment) => ({
    ...segment,
    start: Math.min(segment.start, lengthSeconds),
    end: Math.min(segment.end, lengthSeconds),
  }));
  const settled = settle(
    within.toSorted((a, b) => a.start - b.start),
    lengthSeconds,
  );
  const heard = words === undefined ? settled : attachWords(settled, words);
  const strange = others.map(
    ({ start, end, language }): Segment => ({
      ...{ start, end: Math.min(end, lengthSeconds), language },
      ...{ text: otherLanguageText(language), heard: 'not-understood' },
    }),
  );
  return [...heard, ...strange].toSorted((a, b) => a.start - b.start);
}

/** Segments in order, cut where the next begins; a text that is left without time of its own joins its neighbour. */
function settle(segments: readonly Segment[], lengthSeconds: number): Segment[] {
  const settled: Segment[] = [];
  let open: Segment | undefined;
  for (const [index, segment] of segments.entries()) {
    open = open === undefined ? segment : joined(open, segment);
    const next = segments[index + 1]?.start ?? lengthSeconds;
    const end = Math.min(next, open.end - open.start >= leastSeconds ? open.end : open.start + lengthlessSeconds);
    if (end - open.start < leastSeconds) continue;
    settled.push({ ...open, end });
    open = undefined;
  }
  if (open === undefined) return settled;
  // All that is left lies at the sound's very end.
  const last = settled.pop() ?? { start: 0, end: 0, text: '' };
  return [...settled, { ...joined(last, open), end: lengthSeconds }];
}

/** Of two that become one, what the recogniser thought of the less sure one counts. */
const joined = (a: Segment, b: Segment): Segment => ({
  ...((b.logProbability ?? 0) < (a.logProbability ?? 0) ? { ...a, ...b } : { ...b, ...a }),
  start: a.start,
  end: Math.max(a.end, b.end),
  text: `${a.text} ${b.text}`.trim(),
});

const malformed = (what: string) => new ProviderFailure('malformed', `answered ${what}`);
