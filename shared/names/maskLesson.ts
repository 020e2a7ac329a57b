import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { LessonExport } from '../exports/lessonExport.ts';
import { inTurns } from '../inTurns.ts';
import type { ShownQuestion } from '../lessons/question.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { voiceNames } from '../speakers/voiceNames.ts';
import { loadRecogniser } from './detect.ts';
import { NameMasker, schoolMask, usualSite } from './masker.ts';

// A long lesson takes seconds to learn, and the studio asks for transcript and questions at once.
const learned = new LRUCache<string, Promise<NameMasker>>({ max: 8, ttl: 10 * 60_000 });

/**
 * A masker that has learned a lesson's names from its transcript, so that they have the same numbers everywhere.
 * @param names the site's roster, and other names that are known
 * @param school the site's name
 */
export function maskerFor(transcript: Transcript, names: readonly string[], school: string): Promise<NameMasker> {
  const texts = transcript.segments.map(({ text }) => text);
  const key = createHash('sha256')
    .update(JSON.stringify([names, school, texts]))
    .digest('base64');
  const known = learned.get(key);
  if (known !== undefined) return known;
  const masker = loadRecogniser().then((recognise) => NameMasker.of(recognise, names, texts, school));
  learned.set(key, masker);
  // What failed is tried again at the next use.
  masker.catch(() => learned.delete(key));
  return masker;
}

/** A transcript with its names masked, in the segments' texts and in their words; times stay. */
export async function maskTranscript(masker: NameMasker, transcript: Transcript): Promise<Transcript> {
  const segments = await inTurns(transcript.segments, ({ words, ...segment }) => ({
    ...segment,
    text: masker.mask(segment.text),
    ...(words === undefined ? {} : { words: masker.maskWords(words) }),
  }));
  return { ...transcript, segments };
}

/** A question with its names masked: in its text, in what was said next, in what speaks for its code, in the reviewer's note and signature. */
export function maskQuestion<Q extends ShownQuestion & { nextTurn?: string }>(masker: NameMasker, question: Q): Q {
  const { text, evidence, review, nextTurn } = question;
  return {
    ...question,
    text: masker.mask(text),
    ...(nextTurn === undefined ? {} : { nextTurn: masker.mask(nextTurn) }),
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

/** Questions whose voices have the names that their roles give them. */
function named(questions: LessonExport['questions'], voices: LessonExport['voices']): LessonExport['questions'] {
  const names = voiceNames(voices.map(({ label: _, ...voice }) => voice));
  return questions.map(({ voice, ...question }) => {
    const name = question.speaker === undefined ? undefined : names.get(question.speaker);
    return voice === undefined || name === undefined ? question : { ...question, voice: name };
  });
}

/** A file's name that says nothing of anybody, and stays the same: `lesson-0123abcd.mp4`. */
export function neutralFileName(lessonId: string, fileName: string): string {
  const ending = /\.[A-Za-z0-9]{1,5}$/u.exec(fileName)?.[0].toLowerCase() ?? '';
  return `${neutralName(lessonId)}${ending}`;
}

/** What a lesson is called where its title may name somebody: in names of files and folders. */
export const neutralName = (lessonId: string): string => `lesson-${lessonId.slice(0, 8)}`;

/** What is said of a lesson, with names masked. */
export function maskDetails<L extends LessonExport['lesson']>(masker: NameMasker, lesson: L): L {
  const { id, siteId, title, fileName, educator } = lesson;
  return {
    ...lesson,
    siteId: siteId === usualSite ? siteId : schoolMask,
    title: masker.mask(title),
    fileName: neutralFileName(id, fileName),
    educator: educator === undefined ? undefined : masker.maskPerson(educator),
  };
}

/** A lesson to take away with its names masked, the school's among them; files have names that tell nobody. */
export async function maskLesson(taken: LessonExport, roster: readonly string[]): Promise<LessonExport> {
  const { lesson, questions, transcript, voices, codebook } = taken;
  const { educator } = lesson;
  const names = educator === undefined ? roster : [...roster, educator];
  const masker = await maskerFor(transcript, names, lesson.siteId);
  return {
    ...taken,
    transcript: await maskTranscript(masker, transcript),
    // What a person calls a voice is mostly a name: its role tells as much.
    voices: voices.map(({ label: _, ...voice }) => voice),
    questions: await inTurns(named(questions, voices), (question) => maskQuestion(masker, question)),
    lesson: maskDetails(masker, lesson),
    codebook: { ...codebook, title: masker.mask(codebook.title) },
  };
}
