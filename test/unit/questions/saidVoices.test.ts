import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ownCodebook } from '../../../shared/lessons/codebook.ts';
import type { CodedQuestion } from '../../../shared/lessons/question.ts';
import { type Change, misfitOf, type ReviewEvent } from '../../../shared/lessons/reviewEvent.ts';
import type { LessonVoice } from '../../../shared/lessons/speakers.ts';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { correctedTranscript } from '../../../shared/questions/correctedLines.ts';
import { newEvent } from '../../../shared/questions/newEvent.ts';
import { reviewState } from '../../../shared/questions/reviewState.ts';
import { correctedTurns } from '../../../shared/speakers/correctedSpeakers.ts';
import type { FoundVoices } from '../../../shared/speakers/saidVoices.ts';

const span = (start: number, end: number) => ({ start, end });
const voice = (
  speaker: number,
  role: LessonVoice['role'],
  ...spans: { start: number; end: number }[]
): LessonVoice => ({
  ...{ speaker, seconds: 1, turns: 1, longestSeconds: 1, questions: 0, role, roleFrom: 'machine', spans },
});
const word = (text: string, start: number, speaker: number) => ({ text, start, end: start + 0.4, speaker });

/** The educator asks at 0, a child answers at 3 and asks at 10, the educator answers at 12. */
const transcript: Transcript = {
  ...{ language: 'en', durationSeconds: 60, engine: '', model: '', voice: [] },
  segments: [
    {
      ...span(0, 1.4),
      text: 'Is it heavy?',
      speaker: 0,
      words: [word('Is', 0, 0), word('it', 0.5, 0), word('heavy?', 1, 0)],
    },
    {
      ...span(3, 4.9),
      text: 'Yes. And now we',
      speaker: 1,
      words: ['Yes.', 'And', 'now', 'we'].map((text, at) => word(text, 3 + at * 0.5, 1)),
    },
    { ...span(10, 11), text: 'Why?', speaker: 1, words: [word('Why?', 10, 1)] },
    { ...span(12, 13), text: 'Because.', speaker: 0, words: [word('Because.', 12, 0)] },
  ],
  speakers: {
    state: 'told',
    turns: [
      { ...span(0, 1.4), speaker: 0 },
      { ...span(3, 5), speaker: 1 },
      { ...span(10, 11), speaker: 1 },
      { ...span(12, 13), speaker: 0 },
    ],
  },
};
const heard: FoundVoices = {
  analysis: 'first',
  voices: [voice(0, 'educator', span(0, 1.4), span(12, 13)), voice(1, 'child', span(3, 5), span(10, 11))],
};
const question = (id: string, start: number, end: number, more: Partial<CodedQuestion>): CodedQuestion => ({
  ...{ id, start, end, text: 'Is it heavy?', quoted: false, label: 'CEQ', subtype: 'yes-no', confidence: 0.9 },
  ...{ engine: 'local', modelVersion: 'x', waitTimeSeconds: 1, next: 'speech', askedByFrom: 'machine' },
  ...more,
});
const found = [
  question('q001', 0, 1.4, { waitTimeSeconds: 1.6, askedBy: 'educator', speaker: 0, nextBy: 'child', nextSpeaker: 1 }),
  question('q002', 10, 11, { askedBy: 'child', speaker: 1, nextBy: 'educator', nextSpeaker: 0 }),
];

async function say(before: readonly ReviewEvent[], change: Change, of = heard): Promise<ReviewEvent> {
  const lesson = {
    found,
    events: before,
    state: reviewState(found, before, of),
    durationSeconds: 60,
    heard: of,
    codebook: ownCodebook,
  };
  const said = { id: randomUUID(), at: '2026-11-20T10:00:00.000Z', by: 'coach', change };
  const event = await newEvent(said, lesson, async () => transcript);
  if ('why' in event) throw new Error(event.why);
  return event;
}
const refusal = async (change: Change, of: FoundVoices | undefined = heard) => {
  const lesson = {
    found,
    events: [],
    state: reviewState(found, [], of),
    durationSeconds: 60,
    heard: of,
    codebook: ownCodebook,
  };
  const said = { id: randomUUID(), at: '2026-11-20T10:00:00.000Z', by: 'coach', change };
  const event = await newEvent(said, lesson, async () => transcript);
  return 'why' in event ? event.kind : null;
};
async function all(...changes: Change[]): Promise<ReviewEvent[]> {
  const events: ReviewEvent[] = [];
  for (const change of changes) events.push(await say(events, change));
  return events;
}
const whoAsked = (events: readonly ReviewEvent[], of = heard, questions = found) =>
  reviewState(questions, events, of).questions.map(({ askedBy, askedByFrom, nextBy }) => [
    askedBy,
    askedByFrom,
    nextBy,
  ]);

const confirmed: Change = {
  kind: 'voices',
  voices: [
    { speaker: 0, role: 'educator' },
    { speaker: 1, role: 'child' },
  ],
};

describe('whose voice it is', () => {
  test('makes of the proposal what roles say, once a person confirms it', async () => {
    expect(whoAsked(await all(confirmed))).toEqual([
      ['educator', 'roles', 'child'],
      ['child', 'roles', 'educator'],
    ]);
  });

  test('changes who asked and who broke the silence, and undone it is the proposal again', async () => {
    const events = await all({ kind: 'voices', voices: [{ speaker: 1, role: 'adult', label: 'Ms B' }] });
    expect(whoAsked(events)).toEqual([
      ['educator', 'machine', 'adult'],
      ['adult', 'roles', 'educator'],
    ]);
    expect(reviewState(found, events, heard).speakers.voices[1]).toMatchObject({
      role: 'adult',
      label: 'Ms B',
      roleFrom: 'person',
    });
    const [first] = events;
    const undone = await say(events, { kind: 'undone', event: first?.id ?? '' });
    expect(whoAsked([...events, undone])).toEqual([
      ['educator', 'machine', 'child'],
      ['child', 'machine', 'educator'],
    ]);
  });

  test('does not speak over what a person said of a question itself', async () => {
    const events = await all({ kind: 'asked-by', question: 'q002', askedBy: 'educator' }, confirmed);
    expect(whoAsked(events)[1]).toEqual(['educator', 'person', 'educator']);
  });

  test('can be unknown, or of several', async () => {
    const events = await all({
      kind: 'voices',
      voices: [
        { speaker: 1, role: 'several' },
        { speaker: 0, role: 'unknown' },
      ],
    });
    expect(whoAsked(events)).toEqual([
      ['unknown', 'roles', undefined],
      ['several', 'roles', undefined],
    ]);
  });
});

describe('who says it', () => {
  test('is another voice for one utterance: its words, its turns and its question follow', async () => {
    const events = await all({ kind: 'spoken', spans: [span(10, 11)], speaker: 0 });
    expect(whoAsked(events)).toEqual([
      ['educator', 'machine', 'child'],
      ['educator', 'machine', 'educator'],
    ]);
    const { lines, speakers } = reviewState(found, events, heard);
    const now = correctedTranscript(transcript, lines, speakers.said);
    expect(now.segments.map(({ speaker }) => speaker)).toEqual([0, 1, 0, 0]);
    expect(now.segments[2]?.words?.[0]?.speaker).toBe(0);
    expect(now.speakers?.turns).toEqual([
      { ...span(0, 1.4), speaker: 0 },
      { ...span(3, 5), speaker: 1 },
      { ...span(10, 11), speaker: 0 },
      { ...span(12, 13), speaker: 0 },
    ]);
  });

  test('is a voice that the lesson did not have, or nobody’s', async () => {
    const events = await all({ kind: 'spoken', spans: [span(10, 11)], speaker: 1000, role: 'adult' });
    expect(whoAsked(events)[1]).toEqual(['adult', 'roles', 'educator']);
    expect(reviewState(found, events, heard).speakers.voices.at(-1)).toMatchObject({ speaker: 1000, role: 'adult' });
    const nobody = await all({ kind: 'spoken', spans: [span(10, 11)], speaker: null });
    expect(whoAsked(nobody)[1]).toEqual([undefined, undefined, 'educator']);
  });

  test('is another voice in all that one says: a puppet and who plays it', async () => {
    const events = await all({ kind: 'voice-given', speaker: 1, to: 0 });
    expect(whoAsked(events)).toEqual([
      ['educator', 'machine', 'educator'],
      ['educator', 'machine', 'educator'],
    ]);
    const { speakers } = reviewState(found, events, heard);
    expect(correctedTurns(transcript.speakers?.turns ?? [], speakers.said).map(({ speaker }) => speaker)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test('is another voice in several stretches at once, which is one thing to take back', async () => {
    const taught: Change = {
      kind: 'taught',
      given: [
        { speaker: 1, spans: [span(0, 1.4)] },
        { speaker: 0, spans: [span(10, 11)] },
      ],
    };
    const events = await all(taught);
    expect(whoAsked(events).map(([asker]) => asker)).toEqual(['child', 'educator']);
    const undone = [...events, await say(events, { kind: 'undone', event: events[0]?.id ?? '' })];
    expect(whoAsked(undone)).toEqual(whoAsked([]));
    // Another analysis has numbered the voices the other way round.
    const again = { analysis: 'second', voices: heard.voices.map((one) => ({ ...one, speaker: 1 - one.speaker })) };
    const { said, leftovers } = reviewState(found, events, again).speakers;
    expect(said.flatMap((one) => (one.kind === 'spoken' ? [one.speaker] : []))).toEqual([0, 1]);
    expect(leftovers).toEqual([]);
  });

  test('follows the order in which it was said', async () => {
    const first = await all(
      { kind: 'spoken', spans: [span(10, 11)], speaker: 0 },
      { kind: 'voice-given', speaker: 0, to: 1 },
    );
    expect(reviewState(found, first, heard).questions[1]?.speaker).toBe(1);
    const second = await all(
      { kind: 'voice-given', speaker: 0, to: 1 },
      { kind: 'spoken', spans: [span(10, 11)], speaker: 0 },
    );
    expect(reviewState(found, second, heard).questions[1]?.speaker).toBe(0);
  });

  test('in a part of a turn leaves the rest', () => {
    expect(
      correctedTurns(
        [
          { ...span(0, 10), speaker: 0 },
          { ...span(8, 12), speaker: 1 },
        ],
        [{ kind: 'spoken', spans: [span(4, 6)], speaker: 1 }],
      ),
    ).toEqual([
      { ...span(0, 4), speaker: 0 },
      { ...span(4, 6), speaker: 1 },
      { ...span(6, 10), speaker: 0 },
      { ...span(8, 12), speaker: 1 },
    ]);
  });
});

describe('a line', () => {
  const cut: Change = { kind: 'cut', ...span(3, 4.9), was: 'Yes. And now we', at: 3.6 };

  test('is cut at a word, and its second part given to who says it', async () => {
    const events = await all(cut, { kind: 'spoken', spans: [span(3.5, 4.9)], speaker: 0 });
    const { lines, speakers } = reviewState(found, events, heard);
    const now = correctedTranscript(transcript, lines, speakers.said).segments.slice(1, 3);
    expect(now.map(({ text, start, end, speaker }) => [text, start, end, speaker])).toEqual([
      ['Yes.', 3, 3.4, 1],
      ['And now we', 3.5, 4.9, 0],
    ]);
    expect(now.flatMap(({ words }) => words?.map(({ text }) => text))).toEqual(['Yes.', 'And', 'now', 'we']);
  });

  test('has its words corrected after it was cut, and cannot be whole again before that is undone', async () => {
    const events = await all(cut, { kind: 'line', ...span(3.5, 4.9), was: 'And now we', text: 'And now us' });
    const { lines } = reviewState(found, events, heard);
    expect(correctedTranscript(transcript, lines).segments[2]?.text).toBe('And now us');
    await expect(say(events, { kind: 'undone', event: events[0]?.id ?? '' })).rejects.toThrow('rests on it');
  });

  test('of one word, or that has changed, is not cut', async () => {
    expect(await refusal({ kind: 'cut', ...span(10, 11), was: 'Why?', at: 10.5 })).toBe('invalid');
    expect(await refusal({ ...cut, was: 'No.' } as Change)).toBe('stale');
  });
});

describe('what is said of no voice', () => {
  test('is refused', async () => {
    expect(await refusal({ kind: 'voices', voices: [{ speaker: 7, role: 'child' }] })).toBe('unknown');
    expect(await refusal({ kind: 'voice-given', speaker: 0, to: 7 })).toBe('unknown');
    expect(await refusal({ kind: 'spoken', spans: [span(59, 70)], speaker: 0 })).toBe('invalid');
    const taught = (speaker: number, end: number): Change => ({
      kind: 'taught',
      given: [{ speaker, spans: [span(59, end)] }],
    });
    expect(await refusal(taught(7, 60))).toBe('unknown');
    for (const end of [59, 70]) expect(await refusal(taught(0, end))).toBe('invalid');
    expect(await refusal({ kind: 'spoken', spans: [span(1, 2)], speaker: 0, role: 'child' })).toBe('invalid');
    expect(await refusal({ kind: 'voice-given', speaker: 0, to: 0 })).toBe('invalid');
    expect(misfitOf({ kind: 'spoken', spans: [span(2, 2)], speaker: 0 }, ownCodebook)).toContain('ends after');
    expect(
      misfitOf(
        {
          kind: 'voices',
          voices: [
            { speaker: 0, role: 'child' },
            { speaker: 0, role: 'adult' },
          ],
        },
        ownCodebook,
      ),
    ).toContain('one role');
  });

  test('is refused where voices were not told apart', async () => {
    const lesson = { found, events: [], state: reviewState(found, []), durationSeconds: 60, codebook: ownCodebook };
    const said = { id: randomUUID(), at: '2026-11-20T10:00:00.000Z', by: 'coach', change: confirmed };
    expect(await newEvent(said, lesson, async () => transcript)).toMatchObject({ kind: 'invalid' });
  });
});

// Case 16: another analysis renumbered its voices, and names were dropped or went to others.
describe('another analysis', () => {
  const swapped: FoundVoices = {
    analysis: 'second',
    voices: [
      voice(0, 'educator', span(3, 5)),
      voice(1, 'child', span(0, 1.4), span(12, 13)),
      // What was one voice is two.
      voice(2, 'child', span(10, 11)),
    ],
  };
  const again = [
    question('q001', 0, 1.4, {
      waitTimeSeconds: 1.6,
      askedBy: 'child',
      speaker: 1,
      nextBy: 'educator',
      nextSpeaker: 0,
    }),
    question('q002', 10, 11, { askedBy: 'child', speaker: 2, nextBy: 'child', nextSpeaker: 1 }),
  ];

  test('has what was said of the voices that speak at the same times', async () => {
    const events = await all(confirmed);
    expect(whoAsked(events, swapped, again)).toEqual([
      ['educator', 'roles', 'child'],
      ['child', 'roles', 'educator'],
    ]);
    expect(reviewState(again, events, swapped).speakers.leftovers).toEqual([]);
  });

  test('lists what is left over of a voice that is nobody’s any more', async () => {
    const events = await all({ kind: 'voices', voices: [{ speaker: 1, role: 'adult' }] });
    const other: FoundVoices = { analysis: 'third', voices: [voice(0, 'educator', span(0, 1.4), span(12, 13))] };
    expect(reviewState(again, events, other).speakers.leftovers).toEqual([events[0]?.id]);
    expect(reviewState(again, events, other).speakers.voices).toMatchObject([
      { role: 'educator', roleFrom: 'machine' },
    ]);
  });

  test('keeps what was said of utterances, by their time', async () => {
    const events = await all({ kind: 'spoken', spans: [span(10, 11)], speaker: 0 });
    expect(reviewState(again, events, swapped).questions[1]?.speaker).toBe(1);
  });
});
