import type { LessonExport } from '../exports/lessonExport.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { loadRecogniser } from './detect.ts';
import { NameMasker } from './masker.ts';

/** A masker that has learned a lesson's names from its transcript, so that they have the same numbers everywhere. */
export async function maskerFor(transcript: Transcript, roster: readonly string[]): Promise<NameMasker> {
  const texts = transcript.segments.map(({ text }) => text);
  return NameMasker.of(await loadRecogniser(), roster, texts);
}

/** A transcript with its names masked, in the segments' texts and in their words; times stay. */
export function maskTranscript(masker: NameMasker, transcript: Transcript): Transcript {
  return {
    ...transcript,
    segments: transcript.segments.map(({ words, ...segment }) => ({
      ...segment,
      text: masker.mask(segment.text),
      ...(words === undefined ? {} : { words: masker.maskWords(words) }),
    })),
  };
}

/** A question with its names masked: in its text, in what speaks for its code, in the reviewer's note and signature. */
export function maskQuestion<Q extends CodedQuestion>(masker: NameMasker, question: Q): Q {
  const { text, evidence, review } = question;
  return {
    ...question,
    text: masker.mask(text),
    ...(evidence && { evidence: evidence.map((one) => ({ ...one, text: masker.mask(one.text) })) }),
    ...(review && {
      review: {
        ...review,
        by: masker.maskPerson(review.by),
        ...(review.note === undefined ? {} : { note: masker.mask(review.note) }),
      },
    }),
  };
}

/** A lesson to take away with its names masked; the site's own name is left. */
export async function maskLesson(taken: LessonExport, roster: readonly string[]): Promise<LessonExport> {
  const { lesson, questions, transcript } = taken;
  const { educator } = lesson;
  const masker = await maskerFor(transcript, educator === undefined ? roster : [...roster, educator]);
  return {
    ...taken,
    transcript: maskTranscript(masker, transcript),
    questions: questions.map((question) => maskQuestion(masker, question)),
    lesson: {
      ...lesson,
      title: masker.mask(lesson.title),
      fileName: masker.mask(lesson.fileName),
      educator: educator === undefined ? undefined : masker.maskPerson(educator),
    },
  };
}
