import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { countingCode } from '../../../shared/exports/lessonExport.ts';
import { type Codebook, ownCodebook } from '../../../shared/lessons/codebook.ts';
import type { CodedQuestion } from '../../../shared/lessons/question.ts';
import type { Change, ReviewEvent } from '../../../shared/lessons/reviewEvent.ts';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { lessonMetrics } from '../../../shared/questions/metrics.ts';
import { newEvent } from '../../../shared/questions/newEvent.ts';
import { reviewState } from '../../../shared/questions/reviewState.ts';
import { riverCodebook } from '../../../testing/codebook.ts';

const word = (text: string, start: number, end: number) => ({ text, start, end });
/** "Why did it sink?" 10.0 to 11.2, a child 15.2 to 16.0; "Is it" 20.0 to 20.5, "heavy?" 20.6 to 21.0, talk from 23.0. */
const transcript: Transcript = {
  language: 'en',
  durationSeconds: 60,
  engine: 'made',
  model: 'made',
  segments: [
    {
      start: 10,
      end: 11.2,
      text: 'Why did it sink?',
      words: [word('Why', 10, 10.3), word('did', 10.4, 10.6), word('it', 10.7, 10.8), word('sink?', 10.9, 11.2)],
    },
    { start: 15.2, end: 16, text: 'Because', words: [word('Because', 15.2, 16)] },
    {
      start: 20,
      end: 21,
      text: 'Is it heavy?',
      words: [word('Is', 20, 20.2), word('it', 20.3, 20.5), word('heavy?', 20.6, 21)],
    },
    { start: 23, end: 24, text: 'Yes.', words: [word('Yes.', 23, 24)] },
    { start: 50, end: 53, text: '[another language, probably French]', language: 'fr', heard: 'not-understood' },
  ],
  voice: [
    { start: 10, end: 11.2 },
    { start: 15.2, end: 16 },
    { start: 20, end: 21 },
    { start: 23, end: 24 },
  ],
  voiceFrom: 'network',
};
const why: CodedQuestion = {
  id: 'q001',
  start: 10,
  end: 11.2,
  text: 'Why did it sink?',
  quoted: false,
  label: 'OEQ',
  subtype: 'explain',
  confidence: 0.9,
  engine: 'openai',
  modelVersion: 'x',
  waitTimeSeconds: 4,
  next: 'speech',
};
const heavy: CodedQuestion = {
  ...why,
  id: 'q002',
  start: 20,
  end: 21,
  text: 'Is it heavy?',
  label: 'CEQ',
  subtype: 'yes-no',
  waitTimeSeconds: 2,
};

/** A lesson to which people say one thing after the other. */
function lesson(
  found: readonly CodedQuestion[] = [why, heavy],
  codebook: Codebook = ownCodebook,
  earlier: readonly ReviewEvent[] = [],
) {
  const events: ReviewEvent[] = [...earlier];
  const now = () => reviewState(found, events);
  const attempt = (change: Change) =>
    newEvent(
      { id: randomUUID(), at: '2026-11-20T10:00:00.000Z', by: 'Ana', change },
      { found, events, state: now(), durationSeconds: 60, codebook },
      async () => transcript,
    );
  return {
    now,
    events,
    attempt,
    async say(change: Change): Promise<ReviewEvent> {
      const event = await attempt(change);
      if ('why' in event) throw new Error(event.why);
      // As it comes back from storage.
      events.push(JSON.parse(JSON.stringify(event)));
      return event;
    },
    question: (id: string) => now().questions.find((question) => question.id === id),
    /** The same events over what another analysis found. */
    reanalysed: (again: readonly CodedQuestion[]) => reviewState(again, events).questions,
  };
}

describe('a subtype', () => {
  const code = { kind: 'code', question: 'q001', label: 'OEQ' } as const;

  test('is one of the site’s codebook, or the one that the question has already', async () => {
    const { say, attempt, question } = lesson([why, heavy], riverCodebook);
    await say({ ...code, subtype: 'wonder' });
    expect(question('q001')?.review).toMatchObject({ label: 'OEQ', subtype: 'wonder' });
    for (const subtype of ['explain', 'check', 'nothing'])
      expect(await attempt({ ...code, subtype })).toMatchObject({
        kind: 'invalid',
        why: expect.stringMatching(/subtype/),
      });
  });

  test('of an earlier codebook stays, and can be said again of its question', async () => {
    const before = lesson();
    await before.say({ ...code, subtype: 'predict' });
    const { attempt, say, question } = lesson([why, heavy], riverCodebook, before.events);
    expect(question('q001')?.review?.subtype).toBe('predict');
    await say({ ...code, subtype: 'predict', note: 'still' });
    expect(question('q001')?.review).toMatchObject({ subtype: 'predict', note: 'still' });
    expect(await attempt({ ...code, question: 'q002', subtype: 'predict' })).toMatchObject({ kind: 'invalid' });
  });
});

describe('a correction', () => {
  test('says who, when, and what it was before', async () => {
    const { say } = lesson();
    expect(await say({ kind: 'code', question: 'q001', label: 'CEQ', subtype: 'yes-no' })).toMatchObject({
      sequence: 1,
      by: 'Ana',
      at: '2026-11-20T10:00:00.000Z',
      before: { questions: { q001: {} } },
      found: [why],
    });
    const { before } = await say({ kind: 'code', question: 'q001', label: 'OEQ' });
    expect(before.questions?.q001?.review).toMatchObject({ label: 'CEQ', subtype: 'yes-no', by: 'Ana' });
    expect((await say({ kind: 'text', question: 'q002', text: 'Is it heavier?' })).before.questions?.q002?.text).toBe(
      'Is it heavy?',
    );
  });

  test('“not a question” takes it from the figures, and undone gives it back', async () => {
    const { say, now } = lesson();
    const { id } = await say({ kind: 'rejected', question: 'q001', rejected: true });
    expect(now().questions).toMatchObject([{ id: 'q001', rejected: true }, { id: 'q002' }]);
    expect(lessonMetrics(now().questions, transcript)).toMatchObject({
      questionCount: 1,
      openCount: 0,
      doubtfulCount: 0,
    });
    await say({ kind: 'undone', event: id });
    expect(lessonMetrics(now().questions, transcript)).toMatchObject({ questionCount: 2, openCount: 1 });
  });

  test('an added question is coded, its wait is measured, and it counts', async () => {
    const { say, now, question } = lesson();
    await say({ kind: 'added', question: 'p1', start: 15.1, end: 16.1, text: 'Because why?' });
    // The child's word ends at 16.0, the next is at 20.0.
    expect(question('p1')).toMatchObject({ origin: 'person', label: 'OEQ', waitTimeSeconds: 4, next: 'speech' });
    expect(now().questions.map(({ id }) => id)).toEqual(['q001', 'p1', 'q002']);
    expect(lessonMetrics(now().questions, transcript)).toMatchObject({ questionCount: 3, openCount: 2 });
  });

  test('where no word was heard in an added question, its wait begins where the person says that it ends', async () => {
    const { say, question } = lesson();
    await say({ kind: 'added', question: 'p1', start: 30, end: 31, text: 'And why is that?' });
    expect(question('p1')).toMatchObject({ waitTimeSeconds: 29, next: 'silence' });
  });

  test('other borders have another wait and the same code', async () => {
    const { say, question } = lesson();
    // Without "heavy?" the question ends with "it", at 20.5; "heavy?" at 20.6 is the next word.
    await say({ kind: 'borders', question: 'q002', start: 20, end: 20.5 });
    expect(question('q002')).toMatchObject({ start: 20, end: 20.5, label: 'CEQ', engine: 'openai', next: 'speech' });
    expect(question('q002')?.waitTimeSeconds).toBeCloseTo(0.1, 3);
  });

  test('joined questions are one, with the words of both and the wait after the last', async () => {
    const { say, now } = lesson();
    await say({ kind: 'joined', question: 'q001', with: 'q002' });
    expect(now().questions).toMatchObject([
      { id: 'q001', start: 10, end: 21, text: 'Why did it sink? Is it heavy?', waitTimeSeconds: 2 },
    ]);
  });

  test('a split question is two, each with its words, code and wait', async () => {
    const { say, now } = lesson([{ ...why, end: 21, text: 'Why did it sink? Is it heavy?' }]);
    await say({ kind: 'split', question: 'q001', into: 'p2', at: 15, texts: ['Why did it sink?', 'Is it heavy?'] });
    expect(now().questions).toMatchObject([
      { id: 'q001', start: 10, end: 15, text: 'Why did it sink?', label: 'OEQ', waitTimeSeconds: 4 },
      { id: 'p2', start: 15, end: 21, text: 'Is it heavy?', label: 'CEQ', waitTimeSeconds: 2, origin: 'person' },
    ]);
  });

  test('other words are coded anew, and were heard', async () => {
    const { say, question } = lesson([{ ...heavy, doubtful: true }]);
    await say({ kind: 'text', question: 'q002', text: 'Why is it heavy?' });
    expect(question('q002')).toMatchObject({
      text: 'Why is it heavy?',
      label: 'OEQ',
      engine: 'local',
      waitTimeSeconds: 2,
    });
    expect(question('q002')?.doubtful).toBeUndefined();
  });

  test('who asked is said of one question, or of all of which nobody says it singly', async () => {
    const { say, now } = lesson();
    await say({ kind: 'asked-by', question: 'q002', askedBy: 'child' });
    await say({ kind: 'asked-by', askedBy: 'educator' });
    expect(now().questions).toMatchObject([
      { id: 'q001', askedBy: 'educator', askedByFrom: 'person' },
      { id: 'q002', askedBy: 'child', askedByFrom: 'person' },
    ]);
    expect(lessonMetrics(now().questions, transcript)).toMatchObject({
      questionCount: 1,
      closedCount: 0,
      childCount: 1,
    });
  });

  test('a note keeps the code that is shown', async () => {
    const { say, question } = lesson();
    await say({ kind: 'note', question: 'q001', note: 'on the carpet' });
    const noted = question('q001');
    expect(noted?.review).toMatchObject({ label: 'OEQ', note: 'on the carpet', by: 'Ana' });
    expect(noted && countingCode(noted)).toEqual({ label: 'OEQ', subtype: 'explain' });
    await say({ kind: 'note', question: 'q001', note: '' });
    expect(question('q001')?.review).not.toHaveProperty('note');
  });
});

describe('what cannot be', () => {
  test.each<[string, Change, string]>([
    ['an unknown question', { kind: 'rejected', question: 'q009', rejected: true }, 'unknown'],
    ['a subtype of the other label', { kind: 'code', question: 'q001', label: 'OEQ', subtype: 'tag' }, 'invalid'],
    ['an end before the beginning', { kind: 'borders', question: 'q001', start: 5, end: 4 }, 'invalid'],
    ['an end after the recording', { kind: 'borders', question: 'q001', start: 5, end: 90 }, 'invalid'],
    ['a question with a taken id', { kind: 'added', question: 'q001', start: 1, end: 2, text: 'Why?' }, 'invalid'],
    ['a split outside', { kind: 'split', question: 'q001', into: 'p', at: 12, texts: ['Why?', 'Why?'] }, 'invalid'],
    ['joining with itself', { kind: 'joined', question: 'q001', with: 'q001' }, 'invalid'],
    ['a line that reads otherwise', { kind: 'line', start: 10, end: 11, was: 'Why?', text: 'Who?' }, 'stale'],
    ['a line that there is not', { kind: 'line', start: 40, end: 41, was: '', text: 'Who?' }, 'unknown'],
  ])('%s is refused', async (_, change, kind) => {
    const { attempt, events } = lesson();
    expect(await attempt(change)).toMatchObject({ kind });
    expect(events).toEqual([]);
  });

  test('what later events rest on is not undone before them', async () => {
    const { say, attempt } = lesson();
    const added = await say({ kind: 'added', question: 'p1', start: 30, end: 31, text: 'Why?' });
    const coded = await say({ kind: 'code', question: 'p1', label: 'CEQ' });
    expect(await attempt({ kind: 'undone', event: added.id })).toMatchObject({ kind: 'stale' });
    await say({ kind: 'undone', event: coded.id });
    await say({ kind: 'undone', event: added.id });
    expect(await attempt({ kind: 'undone', event: added.id })).toMatchObject({ kind: 'stale' });
  });
});

describe('analysed again, a lesson keeps', () => {
  const moved = (question: CodedQuestion, id: string): CodedQuestion => ({ ...question, id, modelVersion: 'y' });
  /** One more question is heard before the others, so that ids count on. */
  const again = [{ ...why, id: 'q001', start: 2, end: 3, text: 'Ready?' }, moved(why, 'q002'), moved(heavy, 'q003')];

  test('what is no question, though its id is another question’s now', async () => {
    const { say, reanalysed } = lesson();
    await say({ kind: 'rejected', question: 'q001', rejected: true });
    expect(reanalysed(again)).toMatchObject([
      { id: 'q001-2', text: 'Ready?' },
      { id: 'q001', text: 'Why did it sink?', rejected: true },
      { id: 'q003', modelVersion: 'y' },
    ]);
  });

  test('joined questions as one, split ones as two, added ones once', async () => {
    const joined = lesson();
    await joined.say({ kind: 'joined', question: 'q001', with: 'q002' });
    expect(joined.reanalysed(again).map(({ text }) => text)).toEqual(['Ready?', 'Why did it sink? Is it heavy?']);
    const split = lesson();
    await split.say({ kind: 'split', question: 'q001', into: 'p2', at: 10.65, texts: ['Why did', 'it sink?'] });
    expect(split.reanalysed(again).map(({ text }) => text)).toEqual(['Ready?', 'Why did', 'it sink?', 'Is it heavy?']);
    const added = lesson([why]);
    await added.say({ kind: 'added', question: 'p1', start: 20, end: 21, text: 'Is it heavy now?' });
    expect(added.reanalysed(again).map(({ text }) => text)).toEqual(['Ready?', 'Why did it sink?', 'Is it heavy now?']);
  });

  test('nothing of what was undone', async () => {
    const { say, reanalysed } = lesson();
    const { id } = await say({ kind: 'rejected', question: 'q001', rejected: true });
    await say({ kind: 'undone', event: id });
    expect(reanalysed(again)).toEqual(again);
  });

  describe('when voices are told apart after the questions', () => {
    const voices = [
      { speaker: 0, role: 'educator' as const, roleFrom: 'machine' as const },
      { speaker: 1, role: 'child' as const, roleFrom: 'machine' as const },
    ].map((voice) => ({ ...voice, seconds: 10, turns: 3, longestSeconds: 5, questions: 1 }));
    const heard = { analysis: '2026-11-20T10:00:00.000Z', voices };
    const asked = { askedBy: 'educator', askedByFrom: 'machine', speaker: 0 } as const;
    const told: CodedQuestion[] = [
      { ...why, ...asked, nextSpeaker: 1, nextBy: 'child' },
      { ...heavy, ...asked, id: 'q003', askedBy: 'child', speaker: 1 },
    ];

    test('a question that was corrected before has its voice and what follows from it, and the correction', async () => {
      const { say, events } = lesson();
      await say({ kind: 'code', question: 'q001', label: 'CEQ', subtype: 'yes-no' });
      await say({ kind: 'rejected', question: 'q002', rejected: true });
      const { questions } = reviewState(told, events, heard);
      expect(questions).toMatchObject([
        { id: 'q001', review: { label: 'CEQ' }, ...asked, nextSpeaker: 1, nextBy: 'child' },
        { id: 'q002', rejected: true, askedBy: 'child', speaker: 1 },
      ]);
    });

    test('who asked it, as a person said, stands; a wait with other borders has nobody else’s end', async () => {
      const { say, events } = lesson();
      await say({ kind: 'asked-by', question: 'q002', askedBy: 'adult' });
      await say({ kind: 'borders', question: 'q001', start: 10, end: 11 });
      const [first, second] = reviewState(told, events, heard).questions;
      expect(second).toMatchObject({ askedBy: 'adult', askedByFrom: 'person' });
      expect(first).toMatchObject({ end: 11, ...asked });
      expect(first?.nextBy).toBeUndefined();
    });
  });

  test('who asked, of every question that is found then', async () => {
    const { say, reanalysed } = lesson();
    await say({ kind: 'asked-by', askedBy: 'several' });
    expect(reanalysed(again).map(({ askedBy }) => askedBy)).toEqual(['several', 'several', 'several']);
  });
});

describe('what a person adds or rewrites', () => {
  test('is coded in its language', async () => {
    const { say, question } = lesson();
    await say({ kind: 'added', question: 'p1', start: 30, end: 31, text: '¿Por qué se hundió la piedra?' });
    expect(question('p1')).toMatchObject({ language: 'es', label: 'OEQ', subtype: 'explain' });
    await say({ kind: 'text', question: 'p1', text: 'Is it a stone?' });
    expect(question('p1')).toMatchObject({ language: 'en', label: 'CEQ' });
  });

  test('is a guess in a language that nobody codes', async () => {
    const { say, question } = lesson();
    await say({ kind: 'added', question: 'p1', start: 30, end: 31, text: 'Warum ist der Stein gesunken?' });
    expect(question('p1')).toMatchObject({ confidence: 0.5, language: 'und' });
  });

  test('is in the language that was heard there, and counts as asked in it', async () => {
    const { say, question } = lesson();
    await say({ kind: 'added', question: 'p1', start: 50, end: 53, text: 'Pourquoi la pierre a coulé ?' });
    expect(question('p1')).toMatchObject({ confidence: 0.5, language: 'fr' });
    const { byLanguage } = lessonMetrics([why, question('p1') ?? why], { ...transcript, segments: [] });
    expect([byLanguage.en?.questionCount, byLanguage.fr?.questionCount]).toEqual([1, 1]);
    // Other words there leave it in that language, until they are of one that is coded.
    await say({ kind: 'text', question: 'p1', text: 'Pourquoi est-ce que la pierre a coulé ?' });
    expect(question('p1')?.language).toBe('fr');
    await say({ kind: 'text', question: 'p1', text: 'Why did the stone sink?' });
    expect(question('p1')).toMatchObject({ language: 'en', label: 'OEQ' });
  });

  test('stays in the language of the talk where a few words look like another', async () => {
    const { say, question } = lesson();
    await say({ kind: 'added', question: 'p1', start: 30, end: 31, text: '¿Flota?' });
    expect(question('p1')).toMatchObject({ language: 'en', confidence: 0.5 });
  });
});
