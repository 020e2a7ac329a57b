import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleLesson } from '../../scripts/rooms/lesson.ts';
import type { Embedder, VoiceHearer } from '../../scripts/rooms/pipeline.ts';
import { perfect } from '../../scripts/rooms/recognisers.ts';
import { believed } from '../../scripts/speakers/lessons.ts';
import { allBy, type Believed, measureSpeakers } from '../../scripts/speakers/measureSpeakers.ts';
import { loadVoices, type VoiceEngine } from '../../speech/voices/voices.ts';

let engine: VoiceEngine;
beforeAll(async () => {
  engine = await loadVoices();
});
afterAll(() => engine?.release());

const hearing: VoiceHearer = async ({ file }, signal) => {
  const heard = await engine.hearFile(await readFile(file), new Set(['changes', 'overlaps']), signal);
  const { speech, changes = [], overlaps = [] } = heard;
  return { speech: [...speech], changes: [...changes], overlaps: [...overlaps] };
};
const embedding: Embedder = async ({ file }, heard, signal) => {
  const { windows = [] } = await engine.hearFile(await readFile(file), new Set(['windows']), signal, heard);
  return windows;
};

/** A made lesson in a quiet room, with the words that were truly said, and the voices as the networks hear them. */
async function heard(file: string) {
  const lesson = await sampleLesson(file);
  const ears = { words: perfect(lesson.truth), voices: hearing, embeddings: embedding };
  const found = await believed(lesson, { noise: null, decibels: 0, quieter: 0 }, ears);
  const measured = (who: Believed) => measureSpeakers(lesson.truth, who);
  return { found, measured };
}

const nine = (measured: ReturnType<typeof measureSpeakers>) => ({
  asked: measured.askedRight >= 0.9 * measured.questions,
  next: measured.nextRight >= 0.9 * measured.questions,
});

describe('who speaks', { timeout: 180_000 }, () => {
  it('is told in the lesson in which children ask: who asks and who breaks the silence, nine of ten', async () => {
    const { found, measured } = await heard('garden.m4a');
    const right = measured(found);
    expect([right.questions, right.found]).toEqual([23, 23]);
    expect(nine(right)).toEqual({ asked: true, next: true });
    expect(right.f1).toBe(1);
    // Of the two who ask the same at once, the transcript has one.
    expect(right.recognised).toEqual({ educator: 25, child: 21 });
    expect(right.educatorTalkError).toBeLessThan(0.03);
    // A constant answer is worth less, so that the lesson tells one from the other.
    for (const role of ['educator', 'child', 'adult'] as const)
      expect(nine(measured(allBy(role, found))), role).toEqual({ asked: false, next: false });
  });

  it('is told in all 39 turns of the sample lesson', async () => {
    const { found, measured } = await heard('lesson.mp4');
    const right = measured(found);
    expect([right.recognised, right.f1]).toEqual([{ educator: 22, child: 17 }, 1]);
    expect([right.askedRight, right.nextRight]).toEqual([16, 16]);
  });
});
