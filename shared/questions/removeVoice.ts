import type { LessonResult } from '../lessons/lesson.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import { type Change, questionsOf, type ReviewEvent } from '../lessons/reviewEvent.ts';
import type { LessonVoice } from '../lessons/speakers.ts';
import type { Segment, Span, Transcript, Turn } from '../lessons/transcript.ts';
import { turnsWithout } from '../speakers/correctedSpeakers.ts';
import { carriedTo, isOfVoices, namedIn, type Said, speakerNow, type VoiceChange } from '../speakers/saidVoices.ts';
import { correctedTranscript } from './correctedLines.ts';
import { sharedTime } from './keepReviewed.ts';
import { isRemoved, isWithinSpans, withoutWords } from './removedWords.ts';
import type { ReviewState } from './reviewState.ts';
import { mergeSpans, sharedSeconds } from './spans.ts';

/** A lesson's revision as it is, with all that people said of it. */
interface Lesson {
  readonly transcript: Transcript;
  readonly found: readonly CodedQuestion[];
  readonly events: readonly ReviewEvent[];
  readonly state: ReviewState;
  readonly result: Pick<LessonResult, 'completedAt' | 'speakers'>;
}

/** What is left of a lesson without a voice. Nothing of it holds what that voice said. */
export interface WithoutVoice {
  readonly transcript: Transcript;
  /** Where the voice speaks, in order. */
  readonly spoken: readonly Span[];
  /** Lines that say [removed] and did not before. */
  readonly lines: readonly Span[];
  /** Where its questions were. */
  readonly questions: readonly Span[];
  /** Ids of questions to delete, and those that stand in their place or with other words. */
  readonly gone: readonly string[];
  readonly written: readonly CodedQuestion[];
  /** Ids of events to delete, and those of which something else is left. */
  readonly goneEvents: readonly string[];
  readonly changedEvents: readonly ReviewEvent[];
  readonly voices: readonly LessonVoice[];
  /** For how long others speak where it does. */
  readonly overlapSeconds: number;
}

/** Less than this of a question's time is the rounding of two measures. */
const touchSeconds = 0.05;

/**
 * Takes a voice out of a lesson, as people have put right who speaks: its words, its questions, what people said of
 * them. What others say at the same moments goes with it. What a question or a line has besides is kept as it now is.
 * @returns null for a voice that the lesson does not have, or that says nothing in it
 */
export function withoutVoice(lesson: Lesson, voice: number): WithoutVoice | null {
  const { transcript, state } = lesson;
  const { said } = state.speakers;
  const corrected = correctedTranscript(transcript, state.lines, said);
  const own = (part: Pick<Segment, 'speaker'>) => part.speaker === voice;
  const isOwn = (word: Pick<Segment, 'speaker'>, segment: Segment) =>
    own(word) || (word.speaker == null && own(segment));
  const spoken = mergeSpans([
    ...(corrected.speakers?.turns ?? []).filter(own),
    ...corrected.segments.flatMap((segment) =>
      segment.words === undefined || segment.words.length === 0
        ? own(segment)
          ? [segment]
          : []
        : segment.words.filter((word) => isOwn(word, segment)),
    ),
  ]);
  if (spoken.length === 0) return null;
  const removed = (segment: Segment) =>
    withoutWords(
      segment,
      (word) => isOwn(word, segment) || isWithinSpans(word, spoken),
      (segment.words ?? []).length === 0 && (own(segment) || isWithinSpans(segment, spoken)),
    );
  const isOfLine = ({ change }: ReviewEvent, span: Span) =>
    (change.kind === 'line' || change.kind === 'cut') && sharedTime(span, change) >= 0.5;
  const touchedBy = (event: ReviewEvent) =>
    'end' in event.change && sharedSeconds([event.change], spoken) > touchSeconds;
  const onVoice = lesson.events.filter(touchedBy);
  const touchedLines: Span[] = [];
  const lines: Span[] = [];
  const segments = piecesOf(transcript.segments, corrected.segments).flatMap(({ heard, now }) => {
    const left = now.flatMap(removed);
    const changed = left.length !== now.length || left.some((segment, at) => segment !== now[at]);
    if (!changed && !onVoice.some((event) => isOfLine(event, heard))) return [heard];
    touchedLines.push(heard);
    lines.push(...left.filter((segment) => isRemoved(segment) && !now.includes(segment)));
    return left;
  });
  const turns = transcript.speakers?.turns ?? [];
  const left = turns.flatMap((turn) => turnOfOthers(turn, voice, said));
  const questions = questionsWithout(lesson, { voice, spoken, segments });
  const events = eventsWithout(
    lesson,
    voice,
    (event) => {
      const ids = questionsOf(event.change);
      return (
        ids.some((id) => questions.touched.has(id)) ||
        onVoice.includes(event) ||
        touchedLines.some((line) => isOfLine(event, line))
      );
    },
    questions.touched,
  );
  return {
    transcript: {
      ...transcript,
      segments,
      ...(transcript.speakers === undefined ? {} : { speakers: { ...transcript.speakers, turns: left } }),
    },
    spoken,
    lines: lines.map(({ start, end }) => ({ start, end })),
    questions: questions.removed.map(({ start, end }) => ({ start, end })),
    gone: questions.gone,
    written: questions.written,
    ...events,
    voices: voicesWithout(lesson, left, spoken),
    overlapSeconds: sharedSeconds(spoken, mergeSpans((corrected.speakers?.turns ?? []).filter((turn) => !own(turn)))),
  };
}

/** Each piece of the transcript as it was heard, with what people have made of it: some have cut it. */
function piecesOf(heard: readonly Segment[], now: readonly Segment[]): { heard: Segment; now: Segment[] }[] {
  const pieces = heard.map((segment) => ({ heard: segment, now: [] as Segment[] }));
  let at = 0;
  for (const segment of now) {
    // In order, as in the transcript: the first one that begins no later and is not over.
    while (at + 1 < pieces.length && (pieces[at + 1]?.heard.start ?? Number.POSITIVE_INFINITY) <= segment.start)
      at += 1;
    pieces[at]?.now.push(segment);
  }
  return pieces;
}

/** What of a turn, as it was heard, is not said by a voice, as people have put it right. */
function turnOfOthers(turn: Turn, voice: number, said: readonly Said[]): Turn[] {
  const borders = said
    .flatMap((one) => (one.kind === 'spoken' ? one.spans.flatMap(({ start, end }) => [start, end]) : []))
    .filter((at) => at > turn.start && at < turn.end);
  const cuts = [...new Set([turn.start, ...borders, turn.end])].toSorted((a, b) => a - b);
  const gone = cuts.slice(1).flatMap((end, at) => {
    const span = { start: cuts[at] ?? turn.start, end };
    return speakerNow(span, turn.speaker, said) === voice ? [span] : [];
  });
  return turnsWithout([turn], mergeSpans(gone));
}

/** The voices that still speak, without examples of which something is silent now. */
function voicesWithout({ result }: Lesson, turns: readonly Turn[], spoken: readonly Span[]): LessonVoice[] {
  return (result.speakers?.voices ?? []).flatMap((voice) => {
    if (!turns.some(({ speaker }) => speaker === voice.speaker)) return [];
    const spans = voice.spans?.filter((span) => sharedSeconds([span], spoken) === 0);
    return [{ ...voice, ...(spans === undefined ? {} : { spans }) }];
  });
}

interface Taken {
  readonly voice: number;
  readonly spoken: readonly Span[];
  /** As they are left. */
  readonly segments: readonly Segment[];
}

/**
 * Which questions go. Those that people have joined or split hang together: where one of them touches the voice, all
 * are written as they now are, since what they came from holds its words.
 */
function questionsWithout({ found, events, state }: Lesson, { voice, spoken, segments }: Taken) {
  const touches = ({ start, end, speaker }: Pick<CodedQuestion, 'start' | 'end' | 'speaker'>) =>
    speakerNow({ start, end }, speaker ?? null, state.speakers.said) === voice ||
    sharedSeconds([{ start, end }], spoken) > touchSeconds;
  const known = [...found, ...events.flatMap((event) => event.found ?? []), ...state.questions];
  const touched = new Set(known.filter(touches).map(({ id }) => id));
  for (const { change } of events)
    if ((change.kind === 'added' || change.kind === 'borders') && sharedSeconds([change], spoken) > touchSeconds)
      touched.add(change.question);
  for (let grown = -1; grown !== touched.size; ) {
    grown = touched.size;
    for (const { change } of events) {
      const ids = questionsOf(change);
      if (ids.some((id) => touched.has(id))) for (const id of ids) touched.add(id);
    }
  }
  const removed: CodedQuestion[] = [];
  const written: CodedQuestion[] = [];
  for (const question of state.questions) {
    const isOther = question.nextSpeaker === voice;
    const unbroken = { ...question, ...(isOther ? { nextSpeaker: undefined, nextBy: undefined } : {}) };
    if (!touched.has(question.id)) {
      // As it was found, so that what people said of it can still be taken back.
      const own = found.find(({ id }) => id === question.id);
      if (own?.nextSpeaker === voice) written.push({ ...own, nextSpeaker: undefined, nextBy: undefined });
      continue;
    }
    const mostly = question.speaker === voice || isWithinSpans(question, spoken);
    const text = mostly ? undefined : textWithin(segments, question);
    if (mostly || text === '') removed.push(question);
    else if (text === undefined) written.push(unbroken);
    else {
      const { review, evidence: _, ...rest } = unbroken;
      const { note: _note, ...code } = review ?? { label: question.label, by: '', at: '' };
      written.push({ ...rest, text, ...(review === undefined ? {} : { review: code }) });
    }
  }
  const stay = new Set(written.map(({ id }) => id));
  return { touched, removed, written, gone: [...touched].filter((id) => !stay.has(id)).toSorted() };
}

/**
 * What is left of a question's words where some were taken out of it; undefined where none were, '' where half of them or
 * more were.
 */
function textWithin(segments: readonly Segment[], { start, end }: Span): string | undefined {
  const inside = (span: Span) => (span.start + span.end) / 2 >= start && (span.start + span.end) / 2 <= end;
  const parts = segments.flatMap((segment) =>
    isRemoved(segment)
      ? Math.min(segment.end, end) - Math.max(segment.start, start) > 0
        ? [segment]
        : []
      : (segment.words ?? [segment]).filter(inside),
  );
  const silent = parts.filter((part) => isRemoved(part));
  if (silent.length === 0) return undefined;
  const lost = silent.reduce((sum, part) => sum + Math.min(part.end, end) - Math.max(part.start, start), 0);
  return lost >= 0.5 * (end - start) || silent.length === parts.length ? '' : parts.map(({ text }) => text).join(' ');
}

function eventsWithout(
  { events, result }: Lesson,
  voice: number,
  isGone: (event: ReviewEvent) => boolean,
  touched: ReadonlySet<string>,
): { goneEvents: string[]; changedEvents: ReviewEvent[] } {
  const found = { analysis: result.completedAt, voices: result.speakers?.voices ?? [] };
  const isVoice = (speaker: number, event: ReviewEvent) => carriedTo(speaker, event, found).includes(voice);
  const gone = new Set<string>();
  const changed: ReviewEvent[] = [];
  for (const event of events) {
    const left = isGone(event) ? null : withoutNaming(event, (speaker) => isVoice(speaker, event));
    if (left === null) gone.add(event.id);
    else {
      const clean = withoutQuestions(left, touched);
      if (clean !== event) changed.push(clean);
    }
  }
  // Nothing is undone that is not there any more.
  const isIdle = ({ change }: ReviewEvent) => change.kind === 'undone' && gone.has(change.event);
  for (const event of events) if (isIdle(event)) gone.add(event.id);
  return { goneEvents: [...gone], changedEvents: changed.filter(({ id }) => !gone.has(id)) };
}

/** What an event says of other voices; null where it is of this one alone. */
function withoutNaming(event: ReviewEvent, isVoice: (speaker: number) => boolean): ReviewEvent | null {
  const { change, heard } = event;
  if (!isOfVoices(change)) return event;
  if (!namedIn(change).some(isVoice)) {
    const isAdded = change.kind === 'spoken' && change.speaker !== null && isVoice(change.speaker);
    return isAdded ? null : event;
  }
  const next = ofOthers(change, isVoice);
  if (next === null) return null;
  const others = heard?.voices.filter(({ speaker }) => !isVoice(speaker)) ?? [];
  return { ...event, change: next, ...(heard === undefined ? {} : { heard: { ...heard, voices: others } }) };
}

function ofOthers(change: VoiceChange, isVoice: (speaker: number) => boolean): Change | null {
  if (change.kind === 'voices') {
    const voices = change.voices.filter(({ speaker }) => !isVoice(speaker));
    return voices.length === 0 ? null : { ...change, voices };
  }
  if (change.kind !== 'taught') return null;
  const given = change.given.filter(({ speaker }) => !isVoice(speaker));
  return given.length === 0 ? null : { ...change, given };
}

function withoutQuestions(event: ReviewEvent, touched: ReadonlySet<string>): ReviewEvent {
  const { before, made, found } = event;
  const holds = (ids: readonly string[]) => ids.some((id) => touched.has(id));
  const isClean = !holds([
    ...Object.keys(before.questions ?? {}),
    ...Object.keys(made ?? {}),
    ...(found ?? []).map(({ id }) => id),
  ]);
  if (isClean) return event;
  const without = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !touched.has(id)));
  return {
    ...event,
    before: { ...before, ...(before.questions && { questions: without(before.questions) }) },
    ...(made && { made: without(made) }),
    ...(found && { found: found.filter(({ id }) => !touched.has(id)) }),
  };
}
