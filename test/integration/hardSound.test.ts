import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { music } from '../../scripts/rooms/noises.ts';
import { fromDecibels, levelOf, type Sound, sampleRate, wavOf } from '../../scripts/rooms/sound.ts';
import { findQuestions } from '../../shared/questions/find.ts';
import { waitTimes } from '../../shared/questions/waitTime.ts';
import { readAnswer, segmentsOf } from '../../shared/speech/answer.ts';
import { lessonSpeech } from '../../shared/speech/lessonSpeech.ts';
import { inLanguages } from '../../shared/stages/inLanguages.ts';
import { writeAnswer } from '../../speech/http/answers.ts';
import { loadVoices, type VoiceEngine } from '../../speech/voices/voices.ts';
import { loadEngine, type SpeechEngine } from '../../speech/words/engine.ts';
import { canSpeak, oneAfterAnother, silence, spoken } from './spokenSound.ts';

let words: SpeechEngine;
let voices: VoiceEngine;
beforeAll(async () => {
  words = await loadEngine({ threads: 2 });
  voices = await loadVoices();
});
afterAll(async () => {
  await words?.release();
  await voices?.release();
});

/** What the app makes of a sound: its transcript, its questions and the waits after them. */
async function analysed(sound: Sound) {
  const file = wavOf(sound);
  const transcription = await words.transcribeFile(file, { languages: ['en'] });
  const request = { file, format: 'verbose_json', granularities: ['segment', 'word'] } as const;
  const { body } = writeAnswer(transcription, request, words.name);
  const end = transcription.durationSeconds;
  const segments = await inLanguages(segmentsOf(readAnswer(JSON.parse(body)), end), ['en']);
  const { speech } = await voices.hearFile(file, new Set(), AbortSignal.timeout(120_000));
  const made = { language: 'en', durationSeconds: end, engine: '', model: '' };
  const transcript = { ...made, ...lessonSpeech([{ start: 0, end, segments, speech }], []) };
  const questions = findQuestions(transcript);
  return { transcript, questions, waits: waitTimes(questions, transcript) };
}

// Cases 4 and 13 of what users of other tools reported.
describe('sound that other tools got wrong', { timeout: 300_000 }, () => {
  it.skipIf(!canSpeak)('a pause of six seconds before the answer is six seconds (needs espeak-ng)', async () => {
    const question = trimmed(await spoken('Why did the stone sink?', { voice: 'en-us+f2' }));
    const answer = trimmed(await spoken('Because it is very heavy.', { voice: 'en-us+m3' }));
    const { questions, waits } = await analysed(oneAfterAnother(silence(1), question, silence(6), answer, silence(1)));
    expect(questions).toHaveLength(1);
    expect(waits[0]?.next).toBe('speech');
    expect(Math.abs((waits[0]?.waitTimeSeconds ?? 0) - 6)).toBeLessThan(0.3);
  });

  it('two minutes of a melody have no sure words, and no question', async () => {
    const melody = music(120 * sampleRate, 3);
    const gain = fromDecibels(-30) / levelOf(melody);
    const { transcript, questions } = await analysed(melody.map((value) => gain * value));
    expect(transcript.segments.filter(({ heard }) => heard === 'clear')).toEqual([]);
    expect(questions).toEqual([]);
  });
});

/** A sound without the silence around it: from the first sample to the last that is 40 dB below the loudest or more. */
function trimmed(sound: Sound): Sound {
  const least = fromDecibels(-40) * sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const loud = (value: number) => Math.abs(value) >= least;
  return sound.slice(sound.findIndex(loud), sound.findLastIndex(loud) + 1);
}
