import { expect, test } from 'vitest';
import type { CodedQuestion } from '../../../shared/lessons/question.ts';
import type { Change, ReviewEvent } from '../../../shared/lessons/reviewEvent.ts';
import type { LessonVoice } from '../../../shared/lessons/speakers.ts';
import type { Segment, Transcript, Turn } from '../../../shared/lessons/transcript.ts';
import { correctedTranscript } from '../../../shared/questions/correctedLines.ts';
import { withRemoved } from '../../../shared/questions/removedWords.ts';
import { withoutVoice } from '../../../shared/questions/removeVoice.ts';
import { reviewState } from '../../../shared/questions/reviewState.ts';

/** A line said by one voice, half a second a word. */
function line(start: number, text: string, speaker: number): Segment {
  const words = text.split(' ').map((word, at) => ({
    text: word,
    start: start + at * 0.5,
    end: start + at * 0.5 + 0.5,
    speaker,
  }));
  return { start, end: words.at(-1)?.end ?? start, text, words, speaker };
}

function question(id: string, of: Segment, more: Partial<CodedQuestion> = {}): CodedQuestion {
  const { start, end, text } = of;
  const code = { label: 'OEQ', subtype: 'explain', confidence: 0.9, engine: 'local', modelVersion: '1' } as const;
  return { id, start, end, text, quoted: false, ...code, waitTimeSeconds: 1, next: 'speech', ...more };
}

const asked = line(0, 'Why does the stone sink?', 0);
const answer = line(4, 'Because Nkechi pushed it', 1);
const childAsks = line(8, 'Can I have the blue one?', 1);
const reply = line(12, 'You can, Tom.', 0);
const other = line(16, 'Me too', 2);

const turn = ({ start, end, speaker }: Segment): Turn => ({ start, end, speaker: speaker ?? 0 });
const voice = (speaker: number, role: LessonVoice['role'], spans: Segment[]): LessonVoice => ({
  ...{ speaker, role, roleFrom: 'machine', seconds: 2, turns: spans.length, longestSeconds: 2, questions: 0 },
  spans: spans.map(({ start, end }) => ({ start, end })),
});

const lines = [asked, answer, childAsks, reply, other];
const transcript: Transcript = {
  ...{ language: 'en', durationSeconds: 30, engine: 'test', model: 'test', segments: lines },
  voice: lines.map(({ start, end }) => ({ start, end })),
  speakers: { state: 'told', turns: lines.map(turn) },
};
const analysis = '2026-03-01T10:00:00.000Z';
const result = {
  completedAt: analysis,
  speakers: {
    state: 'told' as const,
    voices: [voice(0, 'educator', [asked, reply]), voice(1, 'child', [answer, childAsks]), voice(2, 'child', [other])],
  },
};
const found = [
  question('q001', asked, { speaker: 0, nextSpeaker: 1, nextBy: 'child' }),
  question('q002', childAsks, { speaker: 1, askedBy: 'child', askedByFrom: 'machine' }),
];

let said = 0;
function event(change: Change, more: Partial<ReviewEvent> = {}): ReviewEvent {
  said += 1;
  const id = `00000000-0000-4000-8000-${String(said).padStart(12, '0')}`;
  const at = `2026-03-02T10:00:${String(said % 60).padStart(2, '0')}.000Z`;
  return { id, sequence: said, at, by: 'coach', change, before: {}, ...more };
}
const heard = (speakers: readonly number[]) => ({
  analysis,
  voices: speakers.map((speaker) => ({ speaker, spans: [] })),
});

function without(speaker: number, events: ReviewEvent[] = [], of: Transcript = transcript, questions = found) {
  const heardNow = { analysis, voices: result.speakers.voices };
  const state = reviewState(questions, events, heardNow);
  return withoutVoice({ transcript: of, found: questions, events, state, result }, speaker);
}

test('a voice goes with its words, its turns and its questions, and nothing else', () => {
  const left = without(1);
  expect(left?.transcript.segments.map(({ text }) => text)).toEqual([
    'Why does the stone sink?',
    '[removed]',
    '[removed]',
    'You can, Tom.',
    'Me too',
  ]);
  expect(left?.transcript.segments[1]).toEqual({ start: 4, end: 6, text: '[removed]', heard: 'not-understood' });
  expect(left?.transcript.speakers?.turns.map(({ speaker }) => speaker)).toEqual([0, 0, 2]);
  expect(left?.voices.map(({ speaker }) => speaker)).toEqual([0, 2]);
  expect([left?.gone, left?.questions]).toEqual([['q002'], [{ start: 8, end: 11 }]]);
  expect(left?.spoken).toEqual([
    { start: 4, end: 6 },
    { start: 8, end: 11 },
  ]);
  expect(left?.lines).toHaveLength(2);
  // Where anybody speaks is known as before, so that waits stay.
  expect(left?.transcript.voice).toEqual(transcript.voice);
  expect(JSON.stringify(left)).not.toMatch(/Nkechi|pushed|blue/);
});

test('a question after which it spoke stays, and does not say who broke the silence', () => {
  const [stays] = without(1)?.written ?? [];
  expect(stays).toMatchObject({ id: 'q001', text: 'Why does the stone sink?', waitTimeSeconds: 1 });
  expect([stays?.nextSpeaker, stays?.nextBy]).toEqual([undefined, undefined]);
});

test('an unknown voice, and one that says nothing any more, are none', () => {
  expect(without(7)).toBeNull();
  const given = event({ kind: 'voice-given', speaker: 2, to: 1 }, { heard: heard([1, 2]) });
  expect(without(2, [given])).toBeNull();
});

test('what was given to a voice by hand goes with it, and does not come back as another one’s', () => {
  const given = event({ kind: 'voice-given', speaker: 2, to: 1 }, { heard: heard([1, 2]) });
  const spoken = event(
    { kind: 'spoken', spans: [{ start: reply.start, end: reply.end }], speaker: 1 },
    { heard: heard([1]) },
  );
  const left = without(1, [given, spoken]);
  expect(left?.transcript.segments.map(({ text }) => text)).toEqual([
    'Why does the stone sink?',
    ...Array.from({ length: 4 }, () => '[removed]'),
  ]);
  expect(left?.transcript.speakers?.turns.map(({ speaker }) => speaker)).toEqual([0]);
  expect(left?.voices.map(({ speaker }) => speaker)).toEqual([0]);
  expect(left?.goneEvents).toEqual([given.id, spoken.id]);
});

test('a voice that a person added can go, too', () => {
  const spans = [{ start: other.start, end: other.end }];
  const spoken = event({ kind: 'spoken', spans, speaker: 1000, role: 'child' }, { heard: heard([]) });
  const left = without(1000, [spoken]);
  expect(left?.transcript.segments.at(-1)?.text).toBe('[removed]');
  expect([left?.goneEvents, left?.voices.map(({ speaker }) => speaker)]).toEqual([[spoken.id], [0, 1]]);
});

test('of a voice’s name and role nothing is left, of other voices’ all', () => {
  const named = event(
    {
      kind: 'voices',
      voices: [
        { speaker: 0, role: 'educator', label: 'Ms B' },
        { speaker: 1, role: 'child', label: 'Ada' },
      ],
    },
    { heard: heard([0, 1]) },
  );
  const alone = event({ kind: 'voices', voices: [{ speaker: 1, role: 'child', label: 'Ada' }] }, { heard: heard([1]) });
  const undone = event({ kind: 'undone', event: alone.id });
  const left = without(1, [named, alone, undone]);
  expect(left?.goneEvents).toEqual([alone.id, undone.id]);
  expect(left?.changedEvents).toEqual([
    {
      ...named,
      change: { kind: 'voices', voices: [{ speaker: 0, role: 'educator', label: 'Ms B' }] },
      heard: heard([0]),
    },
  ]);
});

test('what was taught of it goes, and what was taught of others stays', () => {
  const span = ({ start, end }: Segment) => ({ start, end });
  const given = [
    { speaker: 1, spans: [span(other)] },
    { speaker: 0, spans: [span(reply)] },
  ];
  const taught = event({ kind: 'taught', given }, { heard: heard([1, 0]) });
  const left = without(1, [taught]);
  expect(left?.transcript.segments.at(-1)?.text).toBe('[removed]');
  expect(left?.changedEvents).toEqual([
    { ...taught, change: { kind: 'taught', given: given.slice(1) }, heard: heard([0]) },
  ]);
});

test('what people said of its words and questions goes, and what it was before', () => {
  const typed = event(
    { kind: 'line', start: 4, end: 6, was: answer.text, text: 'Because Ada pushed it' },
    { before: { line: answer.text } },
  );
  const coded = event({ kind: 'code', question: 'q002', label: 'CEQ', note: 'she says blue' });
  const all = event(
    { kind: 'asked-by', askedBy: 'educator' },
    { before: { questions: { q001: { askedBy: 'adult' }, q002: { text: 'Can I have the blue one?' } } } },
  );
  const kept = event({ kind: 'code', question: 'q001', label: 'OEQ', note: 'a good one' });
  const left = without(1, [typed, coded, all, kept]);
  expect(left?.goneEvents).toEqual([typed.id, coded.id]);
  expect(left?.changedEvents).toEqual([{ ...all, before: { questions: { q001: { askedBy: 'adult' } } } }]);
  expect(JSON.stringify(left)).not.toMatch(/Ada|blue|pushed/);
});

test('a line of two people keeps the words of the other one, as they now are', () => {
  const first = line(0, 'A stone. Yes,', 1);
  const second = line(1.5, 'is it heavy?', 0);
  const mixed: Segment = {
    ...{ start: 0, end: 3, text: 'A stone. Yes, is it heavy?', speaker: 0 },
    words: [...(first.words ?? []), ...(second.words ?? [])],
  };
  const of = {
    ...transcript,
    segments: [mixed],
    speakers: { state: 'told' as const, turns: [turn(first), turn(second)] },
  };
  const typed = event(
    { kind: 'line', start: 0, end: 3, was: mixed.text, text: 'A rock. Yes, is it heavier?' },
    { before: { line: mixed.text } },
  );
  const left = without(1, [typed], of, []);
  expect(left?.transcript.segments.map(({ text, start, end }) => [text, start, end])).toEqual([
    ['[removed]', 0, 1.5],
    ['is it heavier?', 1.5, 3],
  ]);
  expect(left?.goneEvents).toEqual([typed.id]);
});

test('a question with a few of its words says what is left of it, and keeps its code but not its note', () => {
  const words = line(20, 'What do you think will happen', 0);
  const between = { text: 'Mama', start: 21, end: 21.5, speaker: 1 };
  const mixed: Segment = {
    ...words,
    text: 'What do Mama think will happen',
    words: (words.words ?? []).map((word, at) => (at === 2 ? between : word)),
  };
  const of = {
    ...transcript,
    segments: [mixed],
    speakers: { state: 'told' as const, turns: [turn(words), { start: 21, end: 21.5, speaker: 1 }] },
  };
  const asking = question('q001', mixed, { speaker: 0, evidence: [{ text: 'Mama', weight: 1 }] });
  const coded = event({ kind: 'code', question: 'q001', label: 'CEQ', note: 'Mama!' }, { found: [asking] });
  const left = without(1, [coded], of, [asking]);
  const [stays] = left?.written ?? [];
  expect(stays?.text).toBe('What do [removed] think will happen');
  expect(stays?.review).toEqual({ label: 'CEQ', by: 'coach', at: coded.at });
  expect([left?.gone, left?.goneEvents]).toEqual([[], [coded.id]]);
  expect(JSON.stringify(left)).not.toContain('Mama');
});

test('questions that were joined or split with one of its own are written as they now are', () => {
  const together = [question('q001', reply, { speaker: 0 }), question('q002', childAsks, { speaker: 1 })];
  const joined = event({ kind: 'joined', question: 'q001', with: 'q002' }, { found: together });
  const left = without(1, [joined], transcript, together);
  expect([left?.gone, left?.goneEvents]).toEqual([['q001', 'q002'], [joined.id]]);
  expect(JSON.stringify(left?.written)).not.toContain('blue');
});

test('of a question that was split, the part that is not its own stays', () => {
  const both = question(
    'q001',
    { ...childAsks, end: reply.end, text: `${childAsks.text} ${reply.text}` },
    { speaker: 1 },
  );
  const split = event(
    { kind: 'split', question: 'q001', into: 'n1', at: reply.start, texts: [childAsks.text, reply.text] },
    {
      found: [both],
      made: {
        n1: {
          label: 'CEQ',
          confidence: 0.8,
          engine: 'l',
          modelVersion: '1',
          subtype: 'tag',
          waitTimeSeconds: 1,
          next: 'speech',
          speaker: 0,
        },
      },
    },
  );
  const left = without(1, [split], transcript, [both]);
  expect(left?.written).toMatchObject([
    { id: 'n1', start: reply.start, text: reply.text, origin: 'person', speaker: 0 },
  ]);
  expect([left?.gone, left?.goneEvents]).toEqual([['q001'], [split.id]]);
});

test('what others say at the same moments goes with it, and that is counted', () => {
  const over = line(4.5, 'Really', 0);
  const of = { ...transcript, speakers: { state: 'told' as const, turns: [...lines.map(turn), turn(over)] } };
  const left = without(1, [], { ...of, segments: [...lines, over].toSorted((a, b) => a.start - b.start) });
  expect(left?.transcript.segments.filter(({ text }) => text === '[removed]')).toHaveLength(3);
  expect(left?.overlapSeconds).toBeCloseTo(0.5);
});

test('what is left is left once more as it is', () => {
  const left = without(1);
  const again = correctedTranscript(left?.transcript ?? transcript, []);
  expect(withoutVoice({ transcript: again, found: [], events: [], state: reviewState([], []), result }, 1)).toBeNull();
});

test('another analysis has the lines again where nothing is heard, and nothing else there', () => {
  const left = without(1);
  const heardAgain: Transcript = {
    ...transcript,
    segments: [asked, line(5, 'pushed', 0), reply, other],
    voice: [{ start: 0, end: 2.5 }],
    speakers: { state: 'told', turns: [turn(asked), { start: 3.5, end: 5, speaker: 1 }] },
  };
  const again = withRemoved(heardAgain, { spoken: left?.spoken ?? [], lines: left?.lines ?? [] });
  expect(again.segments.map(({ text }) => text)).toEqual([
    'Why does the stone sink?',
    '[removed]',
    '[removed]',
    'You can, Tom.',
    'Me too',
  ]);
  expect(again.speakers?.turns).toEqual([turn(asked), { start: 3.5, end: 4, speaker: 1 }]);
  expect(again.voice).toEqual([{ start: 0, end: 2.5 }, ...(left?.spoken ?? [])]);
});
