import { isDeepStrictEqual } from 'node:util';
import type { Codebook } from '../lessons/codebook.ts';
import { type CodedQuestion, codedLanguageOf } from '../lessons/question.ts';
import { type Change, type Made, misfitOf, questionsOf, type ReviewEvent } from '../lessons/reviewEvent.ts';
import { firstAddedVoice } from '../lessons/speakers.ts';
import type { Segment, Span, Transcript } from '../lessons/transcript.ts';
import { breakerOf, speakerOf } from '../speakers/lessonVoices.ts';
import { type FoundVoices, isOfVoices, namedIn, type VoiceChange } from '../speakers/saidVoices.ts';
import { correctedTranscript, cutAt, lineAt } from './correctedLines.ts';
import { type ToldLanguage, tellLanguages } from './language.ts';
import { type LocalEngine, localEngine } from './localEngine.ts';
import { isRemoved } from './removedWords.ts';
import { joinedOf, type ReviewState, reviewState } from './reviewState.ts';
import { waitTimes } from './waitTime.ts';

/** Why a change cannot be made. `stale`: it is based on what is not so any more. */
export interface Unmakeable {
  readonly kind: 'invalid' | 'unknown' | 'stale';
  readonly why: string;
}

export interface Lesson {
  readonly found: readonly CodedQuestion[];
  readonly events: readonly ReviewEvent[];
  readonly state: ReviewState;
  readonly durationSeconds: number;
  /** What the newest analysis found of voices; undefined where they were not told apart. */
  readonly heard?: FoundVoices | undefined;
  /** Of the lesson's site. */
  readonly codebook: Codebook;
}

type Said = Pick<ReviewEvent, 'id' | 'at' | 'by' | 'change'>;

/**
 * The event of what a person says, with what it was before. Whatever gets other words is coded anew by the local
 * engine, whatever gets other borders has its wait measured again from words and voice.
 * @param transcript as it was heard; asked for only where something is measured
 * @param engine codes what gets other words
 */
export async function newEvent(
  said: Said,
  lesson: Lesson,
  transcript: () => Promise<Transcript>,
  engine: LocalEngine = localEngine(),
): Promise<ReviewEvent | Unmakeable> {
  const { change } = said;
  const misfit = misfitOf(change, lesson.codebook, givenBefore(change, lesson.state));
  if (misfit !== null) return { kind: 'invalid', why: misfit };
  const wrong = wrongWith(change, lesson);
  if (wrong !== null) return wrong;
  const event: ReviewEvent = { ...said, sequence: (lesson.events.at(-1)?.sequence ?? 0) + 1, before: {} };
  if (change.kind === 'line' || change.kind === 'cut') {
    const segments = correctedTranscript(await transcript(), lesson.state.lines).segments;
    const line = segments[lineAt(segments, change)];
    if (line === undefined) return { kind: 'unknown', why: 'The transcript has no line at this time.' };
    if (isRemoved(line)) return { kind: 'invalid', why: 'what was removed stays so' };
    if (line.text !== change.was) return { kind: 'stale', why: 'The line has changed since it was read.' };
    if (change.kind === 'cut' && cutAt(line, change.at).length < 2)
      return { kind: 'invalid', why: 'a line is cut between two of its words' };
    return { ...event, before: { line: line.text } };
  }
  if (isOfVoices(change)) {
    const named = namedIn(change).filter((speaker) => speaker < firstAddedVoice);
    const whole: ReviewEvent = { ...event, heard: await spansOf(named, lesson.heard, transcript) };
    return { ...whole, before: { questions: differences(lesson, whole) } };
  }
  const byId = new Map(lesson.state.questions.map((question) => [question.id, question]));
  const heard = measures(change)
    ? correctedTranscript(await transcript(), lesson.state.lines, lesson.state.speakers.said)
    : undefined;
  const anew = anewOf(change, byId);
  const told = await tellLanguages(anew.map(({ text }) => text));
  const made = Object.fromEntries(
    anew.map(({ id, text, span }, index) => {
      const present = byId.get(id);
      const code =
        change.kind === 'borders' && present !== undefined
          ? present
          : codeOf(text, present, told[index] ?? { language: 'en' }, engine, lineOf(span, heard));
      return [id, { ...madeOf(code), ...waitOf(span, present, heard) }];
    }),
  );
  const found = questionsOf(change).flatMap((id) => {
    const question = byId.get(id);
    return question === undefined || lesson.state.standing.has(id) ? [] : [bare(question)];
  });
  const whole: ReviewEvent = {
    ...event,
    ...(Object.keys(made).length === 0 ? {} : { made }),
    ...(found.length === 0 ? {} : { found }),
  };
  return { ...whole, before: { questions: differences(lesson, whole) } };
}

/** The subtype that a person gave, where the same label is given again. */
function givenBefore(change: Change, { questions }: ReviewState): string | undefined {
  if (change.kind !== 'code') return undefined;
  const review = questions.find(({ id }) => id === change.question)?.review;
  return review?.label === change.label ? review.subtype : undefined;
}

// Its evidence is worked out when it is asked for; what is said of the whole lesson is not of this question.
function bare({ evidence: _evidence, askedBy, askedByFrom, ...question }: CodedQuestion): CodedQuestion {
  return askedByFrom === undefined || askedByFrom === 'person' ? question : { ...question, askedBy, askedByFrom };
}

function wrongWith(change: Change, { state, events, durationSeconds }: Lesson): Unmakeable | null {
  const there = new Map(state.questions.map((question) => [question.id, question]));
  const unknown = (id: string): Unmakeable => ({ kind: 'unknown', why: `The lesson has no question ${id}.` });
  if ('end' in change && change.end > durationSeconds + 0.5)
    return { kind: 'invalid', why: 'it ends after the recording' };
  switch (change.kind) {
    case 'line':
    case 'cut':
      return null;
    case 'voices':
    case 'spoken':
    case 'voice-given':
    case 'taught':
      return wrongWithVoices(change, state, durationSeconds);
    case 'undone':
      return wrongWithUndoing(change.event, state, events);
    case 'added':
      return there.has(change.question) || state.standing.has(change.question)
        ? { kind: 'invalid', why: 'there is a question with this id' }
        : null;
    case 'joined':
      return there.has(change.question)
        ? there.has(change.with)
          ? null
          : unknown(change.with)
        : unknown(change.question);
    case 'split': {
      const question = there.get(change.question);
      if (question === undefined) return unknown(change.question);
      if (there.has(change.into) || state.standing.has(change.into))
        return { kind: 'invalid', why: 'there is a question with the second part’s id' };
      return change.at > question.start && change.at < question.end
        ? null
        : { kind: 'invalid', why: 'a question is split between its borders' };
    }
    default:
      return change.question === undefined || there.has(change.question) ? null : unknown(change.question);
  }
}

function wrongWithVoices(
  change: VoiceChange,
  { speakers: { voices } }: ReviewState,
  durationSeconds: number,
): Unmakeable | null {
  if (voices.length === 0) return { kind: 'invalid', why: 'the voices of this lesson were not told apart' };
  const spans = change.kind === 'taught' ? change.given.flatMap((one) => one.spans) : [];
  if ((change.kind === 'spoken' ? change.spans : spans).some(({ end }) => end > durationSeconds + 0.5))
    return { kind: 'invalid', why: 'it ends after the recording' };
  const there = new Set(voices.map(({ speaker }) => speaker));
  const missing = namedIn(change).find((speaker) => !there.has(speaker));
  return missing === undefined ? null : { kind: 'unknown', why: `The lesson has no voice ${missing}.` };
}

/** Most turns by which a voice is known again after another analysis: the longest. */
const mostSpans = 100;

/** Where the voices speak that a change names. */
async function spansOf(
  speakers: readonly number[],
  heard: FoundVoices | undefined,
  transcript: () => Promise<Transcript>,
): Promise<NonNullable<ReviewEvent['heard']>> {
  const turns = speakers.length === 0 ? [] : ((await transcript()).speakers?.turns ?? []);
  return {
    analysis: heard?.analysis ?? '',
    voices: speakers.map((speaker) => ({
      speaker,
      spans: turns
        .filter((turn) => turn.speaker === speaker)
        .toSorted((a, b) => b.end - b.start - (a.end - a.start))
        .slice(0, mostSpans)
        .map(({ start, end }) => ({ start, end })),
    })),
  };
}

/** Only the last word on a question can be taken back: what came after it rests on it. */
function wrongWithUndoing(id: string, { effective }: ReviewState, events: readonly ReviewEvent[]): Unmakeable | null {
  const at = effective.findIndex((event) => event.id === id);
  const undone = effective[at];
  if (undone === undefined)
    return events.some((event) => event.id === id)
      ? { kind: 'stale', why: 'It has been undone already, or is an undoing itself.' }
      : { kind: 'unknown', why: 'The lesson has no such event.' };
  return effective.slice(at + 1).some((later) => rests(later.change, undone.change))
    ? { kind: 'stale', why: 'Something was changed since that rests on it. Undo that first.' }
    : null;
}

function rests(later: Change, on: Change): boolean {
  if (isOfLine(later) || isOfLine(on))
    return isOfLine(later) && isOfLine(on) && later.start < on.end && on.start < later.end;
  // What is said of voices is done in its order, whatever of it is taken back.
  if (isOfVoices(later) || isOfVoices(on)) return false;
  const ids = questionsOf(on);
  if (ids.length === 0) return questionsOf(later).length === 0;
  return questionsOf(later).some((id) => ids.includes(id));
}

const isOfLine = (change: Change) => change.kind === 'line' || change.kind === 'cut';
const measures = ({ kind }: Change) => kind === 'added' || kind === 'borders' || kind === 'joined' || kind === 'split';

interface Anew {
  readonly id: string;
  readonly text: string;
  readonly span: Span;
}

/** The questions that get other words or borders. */
function anewOf(change: Change, byId: ReadonlyMap<string, CodedQuestion>): Anew[] {
  switch (change.kind) {
    case 'added':
      return [{ id: change.question, text: change.text, span: change }];
    case 'borders':
    case 'text': {
      const question = byId.get(change.question);
      if (question === undefined) return [];
      const now = { ...question, ...change };
      return [{ id: question.id, text: now.text, span: now }];
    }
    case 'joined': {
      const [a, b] = [byId.get(change.question), byId.get(change.with)];
      if (a === undefined || b === undefined) return [];
      const { text, ...span } = joinedOf(a, b);
      return [{ id: a.id, text, span }];
    }
    case 'split': {
      const question = byId.get(change.question);
      if (question === undefined) return [];
      const { start, end } = question;
      return [
        { id: question.id, text: change.texts[0], span: { start, end: change.at } },
        { id: change.into, text: change.texts[1], span: { start: change.at, end } },
      ];
    }
    default:
      return [];
  }
}

/** The line that has most of a span; of what was not measured anew, none. */
function lineOf(span: Span, heard: Transcript | undefined): Segment | undefined {
  const segments = heard?.segments ?? [];
  return segments[lineAt(segments, span)];
}

/** A code by the words in their language. In one that nobody here codes it is a guess, until a person says. */
function codeOf(
  text: string,
  present: CodedQuestion | undefined,
  told: ToldLanguage,
  engine: LocalEngine,
  line: Segment | undefined,
): Coded {
  const before = present && codedLanguageOf(present);
  const ofLine = line?.language === undefined ? undefined : codedLanguageOf(line);
  const own = 'language' in told ? told.language : (before ?? ofLine ?? 'en');
  const isOther = 'reason' in told && told.reason === 'unsupported-language';
  const code = engine.codeOne({ text, language: own });
  if (!isOther) return { ...code, language: own };
  const elsewhere = line?.heard === 'not-understood' ? line.language : undefined;
  // Few words say little of their language: where a line of their own says nothing either, they stay in that of the talk.
  const isShort = elsewhere === undefined && text.split(/\s+/u).length <= 3;
  const other = before === undefined ? present?.language : undefined;
  return { ...code, language: isShort ? own : (elsewhere ?? other ?? 'und'), confidence: 0.5 };
}

type Coded = Omit<Made, 'waitTimeSeconds' | 'next' | 'speaker' | 'nextSpeaker'>;

function madeOf({ label, subtype, siteSubtype, confidence, engine, modelVersion, language }: Coded): Coded {
  const code = { label, subtype, ...(siteSubtype && { siteSubtype }), confidence, engine, modelVersion };
  return language === undefined ? code : { ...code, language };
}

function waitOf(
  span: Span,
  present: CodedQuestion | undefined,
  transcript: Transcript | undefined,
): Pick<Made, 'waitTimeSeconds' | 'next' | 'speaker' | 'nextSpeaker'> {
  const [measured] = transcript === undefined ? [present] : waitTimes([span], transcript);
  const wait = { waitTimeSeconds: measured?.waitTimeSeconds ?? null, next: measured?.next ?? ('end' as const) };
  if (transcript?.speakers?.state !== 'told') return wait;
  const speaker = speakerOf(span, transcript.segments);
  const nextSpeaker = breakerOf({ ...span, ...wait }, transcript, transcript.speakers.turns);
  return { ...wait, ...(speaker === null ? {} : { speaker }), ...(nextSpeaker === null ? {} : { nextSpeaker }) };
}

/** Of each question that an event changes, the fields that it changes, as they were. */
function differences({ found, events, state, heard }: Lesson, event: ReviewEvent) {
  const after = new Map(
    reviewState(found, [...events, event], heard).questions.map((question) => [question.id, question]),
  );
  const before = new Map(state.questions.map((question) => [question.id, question]));
  const changed: Record<string, Partial<CodedQuestion> | null> = {};
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id), after.get(id)];
    if (isDeepStrictEqual(was, is)) continue;
    changed[id] = was === undefined ? null : is === undefined ? bare(was) : fieldsThatDiffer(was, is);
  }
  return changed;
}

function fieldsThatDiffer(was: CodedQuestion, is: CodedQuestion): Partial<CodedQuestion> {
  const now: Readonly<Record<string, unknown>> = { ...is };
  return Object.fromEntries(
    Object.entries(was).filter(([name, value]) => name !== 'evidence' && !isDeepStrictEqual(value, now[name])),
  );
}
