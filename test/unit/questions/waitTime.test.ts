import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../shared/lessons/transcript.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { waitTimes } from '../../../shared/questions/waitTime.ts';
import { lesson, withoutWordTimes, withVoice } from '../../../testing/transcripts.ts';

const waitsIn = (transcript: Transcript) => waitTimes(findQuestions(transcript), transcript);

/** "Is it wet?" lasts from 10 to 10.9 s by its words. */
const asked = (answerAt: number) =>
  lesson([
    [10, 'Is it wet?'],
    [answerAt, 'Yes it is.'],
  ]);

const untimed = (transcript: Transcript, which: number): Transcript => ({
  ...transcript,
  segments: transcript.segments.map(({ words, ...segment }, index) =>
    index === which ? segment : { ...segment, words },
  ),
});
const borders: [string, (transcript: Transcript) => Transcript][] = [
  ['the question has', (transcript) => untimed(transcript, 0)],
  ['the answer has', (transcript) => untimed(transcript, 1)],
  ['both have', withoutWordTimes],
];

describe('waitTimes', () => {
  it('takes the pause from the sound where it was measured', () => {
    const transcript = withVoice(asked(14.5), [
      { start: 10, end: 11.1 },
      { start: 14.2, end: 15 },
    ]);
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 3.1, next: 'speech' }]);
  });

  it('ends with a voice that nobody wrote down, and calls it unheard', () => {
    const transcript = withVoice(asked(14), [
      { start: 10, end: 10.9 },
      { start: 12.9, end: 13.4 },
      { start: 14, end: 15 },
    ]);
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 2, next: 'unheard' }]);
    const silent = { ...transcript, segments: transcript.segments.slice(0, 1) };
    expect(waitsIn(silent)).toEqual([{ waitTimeSeconds: 2, next: 'unheard' }]);
  });

  it('does not end with what is too short for a voice, nor with a noise where loudness alone is known', () => {
    const noise = (end: number) => [
      { start: 10, end: 10.9 },
      { start: 11.5, end },
      { start: 14, end: 15 },
    ];
    expect(waitsIn(withVoice(asked(14), noise(11.7)))).toEqual([{ waitTimeSeconds: 3.1, next: 'speech' }]);
    const byLoudness: Transcript = { ...withVoice(asked(14), noise(12.5)), voiceFrom: 'loudness' };
    expect(waitsIn(byLoudness)).toEqual([{ waitTimeSeconds: 3.1, next: 'speech' }]);
  });

  it('never reaches past the next word, although loudness missed who said it', () => {
    const transcript = withVoice(asked(12.4), [
      { start: 10, end: 10.9 },
      { start: 40, end: 42 },
    ]);
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 1.5, next: 'speech' }]);
  });

  it('goes by the words alone where voices babble all the time', () => {
    const babble = Array.from({ length: 30 }, (_, second) => ({ start: 2 * second, end: 2 * second + 1.7 }));
    const talked = asked(14);
    const transcript = withVoice(
      talked,
      [...babble, ...talked.voice].sort((a, b) => a.start - b.start),
    );
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: expect.closeTo(3.1, 0), next: 'speech' }]);
  });

  it('believes the sound where a recogniser has drawn the next word out over the pause', () => {
    const transcript = withVoice(asked(11), [
      { start: 10, end: 11.2 },
      { start: 13.7, end: 15 },
    ]);
    const segments = transcript.segments.map((segment) => ({
      ...segment,
      words: segment.words?.map((word) => (word.text === 'Yes' ? { ...word, end: 14 } : word)),
    }));
    expect(waitsIn({ ...transcript, segments })).toEqual([{ waitTimeSeconds: 2.5, next: 'speech' }]);
  });

  it('takes word times where one stretch of voice holds question and answer', () => {
    expect(waitsIn(withVoice(asked(11.4), [{ start: 10, end: 13 }]))).toEqual([
      { waitTimeSeconds: 0.5, next: 'speech' },
    ]);
  });

  it('does not take a stop inside the voice for a pause', () => {
    const transcript = withVoice(asked(10.9), [
      { start: 10, end: 10.85 },
      { start: 10.95, end: 12 },
    ]);
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 0, next: 'speech' }]);
  });

  it('does not take a later pause for the wait', () => {
    const transcript = withVoice(asked(11), [
      { start: 10, end: 13 },
      { start: 16, end: 17 },
    ]);
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 0.1, next: 'speech' }]);
  });

  it('takes word times where the sound was not measured', () => {
    expect(waitsIn(withVoice(asked(13.4), []))).toEqual([{ waitTimeSeconds: 2.5, next: 'speech' }]);
  });

  it.each(borders)('never takes segment borders alone: %s no word times', (_, leaveOut) => {
    const transcript = leaveOut(withVoice(asked(13.4), []));
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: null, next: 'speech' }]);
  });

  it.each(borders)('hears no pause in one stretch of voice where %s no word times', (_, leaveOut) => {
    const transcript = leaveOut(withVoice(asked(11.4), [{ start: 10, end: 13 }]));
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 0, next: 'speech' }]);
  });

  // The words of the question end at 10.9 s; the answer's begin at 16 s. A border that is too far off is another one's.
  it.each([
    ['measured', 'up to 0.45 s', 11.3, asked(16), 4.7],
    ['measured', 'no further', 11.4, asked(16), 5.1],
    ['spread', 'up to 1.2 s', 12, withoutWordTimes(asked(16)), 4],
    ['spread', 'as far as it goes on', 13.2, withoutWordTimes(asked(16)), 2.8],
  ])('looks for the end of the voice near %s words: %s', (_kind, _how, voiceEnd, transcript, waited) => {
    const heard = withVoice(transcript, [
      { start: 10, end: voiceEnd },
      { start: 16, end: 17 },
    ]);
    expect(waitsIn(heard)).toEqual([{ waitTimeSeconds: waited, next: 'speech' }]);
  });

  it('takes the sound where only segments have times', () => {
    const transcript = withVoice(asked(14), [
      { start: 10, end: 11 },
      { start: 14, end: 15 },
    ]);
    expect(waitsIn(withoutWordTimes(transcript))).toEqual([{ waitTimeSeconds: 3, next: 'speech' }]);
  });

  it('calls a silence up to the end of the recording silence, and at least that long', () => {
    const transcript = lesson([[10, 'Is it wet?']], { durationSeconds: 18.9 });
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: 8, next: 'silence' }]);
  });

  it('knows nothing where the recording ends in the question', () => {
    const transcript = lesson([[10, 'Is it wet?']], { durationSeconds: 11.5 });
    expect(waitsIn(transcript)).toEqual([{ waitTimeSeconds: null, next: 'end' }]);
  });

  it('counts no wait as longer than 30 seconds', () => {
    expect(waitsIn(asked(50))).toEqual([{ waitTimeSeconds: 30, next: 'silence' }]);
    expect(waitsIn(lesson([[10, 'Is it wet?']], { durationSeconds: 300 }))).toEqual([
      { waitTimeSeconds: 30, next: 'silence' },
    ]);
  });

  it('has no wait between two questions in one breath', () => {
    expect(waitsIn(lesson([[10, 'Is it wet? Is it cold?']]))[0]).toEqual({ waitTimeSeconds: 0, next: 'speech' });
  });

  it('answers for each question, in their order, whatever the spans', () => {
    const transcript = asked(14);
    const questions = [
      { start: 10, end: 10.9 },
      { start: 0, end: 0 },
      { start: 59, end: 70 },
    ];
    const waits = waitTimes(questions, transcript);
    expect(waits).toHaveLength(3);
    for (const { waitTimeSeconds } of waits) expect(waitTimeSeconds ?? 0).toBeGreaterThanOrEqual(0);
    expect(waitTimes([], transcript)).toEqual([]);
  });
});
