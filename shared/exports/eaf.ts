import { XMLBuilder } from 'fast-xml-parser';
import { type Codebook, earlierKeys } from '../lessons/codebook.ts';
import { contentTypeOf } from '../lessons/contentTypes.ts';
import { askedBySchema, nextBySchema } from '../lessons/question.ts';
import { voiceNames } from '../speakers/voiceNames.ts';
import { heardText } from '../speech/subtitles.ts';
import { type Annotation, tierOf } from './annotations.ts';
import { countingCode, type LessonExport } from './lessonExport.ts';

type Xml = Record<string, unknown>;

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

// XML 1.0 cannot hold these at all, not even escaped; line breaks in an annotation are one space.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** A text as an annotation can hold it. */
export const plain = (text: string): string =>
  text.toWellFormed().replaceAll(forbidden, ' ').replaceAll(/\s+/gu, ' ').trim();

/** The header's property that says whose annotations these are. */
export const lessonProperty = 'askwell:lesson';

/** The tier of the questions; `of` is the place among those that are not rejected. */
export const askedTier = (questions: LessonExport['questions']): Annotation[] =>
  tierOf(
    questions
      .filter(({ rejected }) => rejected !== true)
      .map(({ start, end, text }) => ({ start, end, value: plain(text) })),
  );

/**
 * The lesson as ELAN opens it (EAF 3.0). The tiers: questions; their codes and subtypes, each associated with its
 * question, with who asked and with whose voice, who spoke next, whether machine or person found it, and its id; the wait
 * time after each, as a span; what a person says is no question; the transcript, with the language of each piece; and,
 * for each voice, what it says. The video is looked for beside the file.
 */
export function exportEaf({ lesson, questions: all, transcript, result, voices, codebook }: LessonExport): string {
  const questions = all.filter(({ rejected }) => rejected !== true);
  const rejected = tierOf(
    all.flatMap(({ start, end, text, rejected }) => (rejected ? [{ start, end, value: text }] : [])),
  );
  const asked = askedTier(all);
  const waits = tierOf(
    questions.flatMap(({ end, waitTimeSeconds }) =>
      waitTimeSeconds === null
        ? []
        : [{ start: end, end: end + waitTimeSeconds, value: `${Number(waitTimeSeconds.toFixed(3))} s` }],
    ),
  );
  const talk = tierOf(
    transcript.segments.map((segment) => ({ start: segment.start, end: segment.end, value: heardText(segment) })),
  );
  const names = voiceNames(voices);
  const slots = new TimeSlots();
  const ids = new Ids();
  const questionIds = asked.map(() => ids.next());
  const talkIds = talk.map(() => ids.next());
  const associated = (pick: (question: LessonExport['questions'][number]) => string | undefined): Xml[] =>
    asked.flatMap((one, index) => {
      const question = questions[one.of];
      const value = question && pick(question);
      return value === undefined ? [] : [refAnnotation(ids.next(), questionIds[index] ?? '', value)];
    });
  const aligned = (annotations: readonly Annotation[], id: (index: number) => string): Xml[] =>
    annotations.map((one, index) => alignable(id(index), slots.add(one.start), slots.add(one.end), one.value));

  const tiers = [
    tier(
      'questions',
      'span',
      undefined,
      aligned(asked, (index) => questionIds[index] ?? ''),
    ),
    tier(
      'code',
      'code',
      'questions',
      associated((question) => countingCode(question).label),
    ),
    tier(
      'subtype',
      'subtype',
      'questions',
      associated((question) => countingCode(question).subtype),
    ),
    tier(
      'asked by',
      'asked-by',
      'questions',
      associated(({ askedBy }) => askedBy ?? 'unknown'),
    ),
    tier(
      'asking voice',
      'voice',
      'questions',
      associated(({ voice }) => (voice === undefined ? undefined : plain(voice))),
    ),
    tier(
      'next by',
      'next-by',
      'questions',
      associated(({ nextBy }) => nextBy),
    ),
    tier(
      'origin',
      'origin',
      'questions',
      associated(({ origin }) => origin ?? 'machine'),
    ),
    tier(
      'question id',
      'question-id',
      'questions',
      associated(({ id }) => id),
    ),
    tier(
      'wait time',
      'span',
      undefined,
      aligned(waits, () => ids.next()),
    ),
    tier(
      'rejected',
      'span',
      undefined,
      aligned(rejected, () => ids.next()),
    ),
    tier(
      'transcript',
      'span',
      undefined,
      aligned(talk, (index) => talkIds[index] ?? ''),
    ),
    tier(
      'language',
      'language',
      'transcript',
      talk.flatMap(({ of }, index) => {
        const language = transcript.segments[of]?.language;
        return language === undefined ? [] : [refAnnotation(ids.next(), talkIds[index] ?? '', language)];
      }),
    ),
    ...voices.map(({ speaker }) => {
      const name = plain(names.get(speaker) ?? '') || `${speaker + 1}`;
      const said = tierOf(
        transcript.segments
          .filter((segment) => segment.speaker === speaker)
          .map((segment) => ({ start: segment.start, end: segment.end, value: heardText(segment) })),
      );
      // Another person's tier may be called as one of ours.
      return {
        ...tier(
          `voice: ${name}`,
          'span',
          undefined,
          aligned(said, () => ids.next()),
        ),
        '@PARTICIPANT': name,
      };
    }),
  ];
  // After the tiers: they fill the slots.
  const fileName = plain(lesson.fileName.slice(lesson.fileName.lastIndexOf('/') + 1));
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    ANNOTATION_DOCUMENT: {
      '@AUTHOR': 'Askwell',
      '@DATE': result.completedAt,
      '@FORMAT': '3.0',
      '@VERSION': '3.0',
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@xsi:noNamespaceSchemaLocation': 'http://www.mpi.nl/tools/elan/EAFv3.0.xsd',
      HEADER: {
        '@MEDIA_FILE': '',
        '@TIME_UNITS': 'milliseconds',
        MEDIA_DESCRIPTOR: {
          '@MEDIA_URL': mediaUrl(fileName),
          '@MIME_TYPE': contentTypeOf(fileName) ?? 'unknown',
          '@RELATIVE_MEDIA_URL': mediaUrl(fileName),
        },
        PROPERTY: [
          { '@NAME': lessonProperty, '#text': lesson.id },
          { '@NAME': 'lastUsedAnnotationId', '#text': String(ids.last) },
        ],
      },
      TIME_ORDER: { TIME_SLOT: slots.inOrder() },
      TIER: tiers,
      LINGUISTIC_TYPE: [
        { '@LINGUISTIC_TYPE_ID': 'span', '@TIME_ALIGNABLE': 'true', '@GRAPHIC_REFERENCES': 'false' },
        ...['code', 'subtype', 'asked-by', 'next-by', 'origin'].map((name) => ({
          '@LINGUISTIC_TYPE_ID': name,
          '@TIME_ALIGNABLE': 'false',
          '@GRAPHIC_REFERENCES': 'false',
          '@CONSTRAINTS': 'Symbolic_Association',
          '@CONTROLLED_VOCABULARY_REF': name,
        })),
        ...['voice', 'question-id', 'language'].map((name) => ({
          '@LINGUISTIC_TYPE_ID': name,
          '@TIME_ALIGNABLE': 'false',
          '@GRAPHIC_REFERENCES': 'false',
          '@CONSTRAINTS': 'Symbolic_Association',
        })),
      ],
      LANGUAGE: {
        '@LANG_ID': 'und',
        '@LANG_DEF': 'http://cdb.iso.org/lg/CDB-00138502-001',
        '@LANG_LABEL': 'undetermined (und)',
      },
      CONSTRAINT: {
        '@STEREOTYPE': 'Symbolic_Association',
        '@DESCRIPTION': '1-1 association with a parent annotation',
      },
      CONTROLLED_VOCABULARY: [
        vocabulary('code', 'Open-ended or closed-ended question', plainly(['OEQ', 'CEQ'])),
        vocabulary('subtype', 'What the question invites', subtypeEntries(codebook, questions)),
        vocabulary('asked-by', 'Who asked', plainly(askedBySchema.options)),
        vocabulary('next-by', 'Who spoke next', plainly(nextBySchema.options)),
        vocabulary('origin', 'Who says that it is a question', plainly(['machine', 'person'])),
      ],
    },
  });
}

function tier(id: string, type: string, parent: string | undefined, annotations: readonly Xml[]): Xml {
  return {
    '@TIER_ID': id,
    '@LINGUISTIC_TYPE_REF': type,
    ...(parent === undefined ? {} : { '@PARENT_REF': parent }),
    ANNOTATION: annotations,
  };
}

function alignable(id: string, from: string, to: string, value: string): Xml {
  const place = { '@ANNOTATION_ID': id, '@TIME_SLOT_REF1': from, '@TIME_SLOT_REF2': to };
  return { ALIGNABLE_ANNOTATION: { ...place, ANNOTATION_VALUE: plain(value) } };
}

function refAnnotation(id: string, parent: string, value: string): Xml {
  return { REF_ANNOTATION: { '@ANNOTATION_ID': id, '@ANNOTATION_REF': parent, ANNOTATION_VALUE: value } };
}

/** A value that an annotation may have, and what it means. */
type Entry = readonly [value: string, meaning?: string];

const plainly = (values: readonly string[]): Entry[] => values.map((value) => [value]);

function subtypeEntries(codebook: Codebook, questions: LessonExport['questions']): Entry[] {
  const earlier = earlierKeys(
    codebook,
    questions.map((question) => countingCode(question).subtype),
  );
  return [
    ...codebook.subtypes.map(({ key, label, name, definition }): Entry => [key, `${label}, ${name}: ${definition}`]),
    ...earlier.map((key): Entry => [key, 'of an earlier codebook']),
  ];
}

function vocabulary(id: string, description: string, entries: readonly Entry[]): Xml {
  return {
    '@CV_ID': id,
    DESCRIPTION: { '@LANG_REF': 'und', '#text': description },
    CV_ENTRY_ML: entries.map(([value, meaning]) => ({
      '@CVE_ID': `${id}-${value}`,
      CVE_VALUE: {
        ...(meaning === undefined ? {} : { '@DESCRIPTION': plain(meaning) }),
        '@LANG_REF': 'und',
        '#text': value,
      },
    })),
  };
}

class Ids {
  last = 0;

  next(): string {
    this.last += 1;
    return `a${this.last}`;
  }
}

/** Every end of an annotation has a slot of its own, as ELAN makes them; listed in order of time. */
class TimeSlots {
  readonly #slots: { readonly id: string; readonly time: number }[] = [];

  add(time: number): string {
    const id = `ts${this.#slots.length + 1}`;
    this.#slots.push({ id, time });
    return id;
  }

  inOrder(): Xml[] {
    return this.#slots
      .toSorted((a, b) => a.time - b.time)
      .map(({ id, time }) => ({ '@TIME_SLOT_ID': id, '@TIME_VALUE': String(time) }));
  }
}

/** As ELAN writes it, which escapes nothing; only what its schema takes for no address at all is escaped. */
const mediaUrl = (fileName: string) => `./${fileName.replaceAll(/[%#[\]]/g, encodeURIComponent)}`;
