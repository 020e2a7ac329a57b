import { LevelMeter } from '../../shared/media/levels.ts';
import { findVoice } from '../../shared/media/voice.ts';
import { assembleSegments } from '../../shared/speech/assemble.ts';
import { type Truth, trueSegments } from './lesson.ts';
import type { Outcome } from './measure.ts';
import { outcomeOf } from './pipeline.ts';
import { type Sound, wavOf } from './sound.ts';

/** What the app makes of a room when its recogniser writes every word: what its own gates and waits do. */
export async function withTrueWords(sound: Sound, truth: Truth): Promise<Outcome> {
  const meter = new LevelMeter();
  meter.add(wavOf(sound).subarray(44));
  const voice = findVoice(meter.finish());
  const recognised = trueSegments(truth);
  const { durationSeconds } = truth;
  const segments = assembleSegments([{ start: 0, end: durationSeconds, segments: recognised }], voice);
  return outcomeOf(recognised, { language: 'en', durationSeconds, engine: '', model: '', segments, voice });
}
