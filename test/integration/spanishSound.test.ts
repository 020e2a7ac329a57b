import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transcript } from '../../shared/lessons/transcript.ts';
import { codeQuestions } from '../../shared/questions/code.ts';
import { findQuestions } from '../../shared/questions/find.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { readAnswer, segmentsOf } from '../../shared/speech/answer.ts';
import { lessonSpeech } from '../../shared/speech/lessonSpeech.ts';
import { inLanguages } from '../../shared/stages/inLanguages.ts';
import { writeAnswer } from '../../speech/http/answers.ts';
import { loadEngine, type SpeechEngine } from '../../speech/words/engine.ts';

const missing = spawnSync('espeak-ng', ['--version']).status !== 0;
const asked = [
  ['¿Qué creen que va a pasar con la piedra en el agua?', 'OEQ'],
  ['¿Por qué se hundió la piedra?', 'OEQ'],
  ['¿De qué color es la manzana?', 'CEQ'],
  ['¿Cómo lo sabes?', 'OEQ'],
] as const;
/** espeak-ng's mark for a pause (SSML). */
const pause = '<break time="900ms"/>';
const settings = [
  { name: 'LANGUAGES as it is by default', languages: ['en', 'es'] },
  { name: 'SPEECH_LANGUAGE=es', languages: ['es'] },
];
const unsureBelow = 0.9;

let engine: SpeechEngine;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-spanish-'));
  engine = await loadEngine({ threads: 2 });
});
afterAll(async () => {
  await engine?.release();
  await rm(folder, { recursive: true, force: true });
});

/** What the app makes of a sound, from the speech service's answer to the coded questions. */
async function analysed(file: Buffer, languages: readonly string[]) {
  const transcription = await engine.transcribeFile(file, { languages });
  const request = { file, format: 'verbose_json', granularities: ['segment', 'word'] } as const;
  const { body } = writeAnswer(transcription, request, engine.name);
  const end = transcription.durationSeconds;
  const segments = await inLanguages(segmentsOf(readAnswer(JSON.parse(body)), end), languages);
  const speech = lessonSpeech([{ start: 0, end, segments, speech: transcription.speech }], transcription.speech);
  const made = { language: transcription.language, durationSeconds: end, engine: '', model: '' };
  const transcript: Transcript = { ...made, ...speech };
  return { transcript, questions: await codeQuestions(findQuestions(transcript), localEngine()) };
}

/** What of each question is told apart from the others, however the rest is misheard. */
const askedBy = [/creen/u, /por ?qu/iu, /colou?r|que lo/u, /sa[bv]/u];
/** Base mishears one of the voices ("que que lo es la manzada"): without a question word nothing is found. */
const voices = [
  { voice: 'es-419', least: asked.length },
  { voice: 'es', least: 1 },
];
const cases = voices.flatMap((voice) => settings.map((setting) => ({ ...voice, ...setting })));

describe.skipIf(missing)('Spanish questions said by a synthesiser (needs espeak-ng)', { timeout: 300_000 }, () => {
  it.each(cases)(
    'are written in Spanish, and those that are found coded right or unsurely: $voice, $name',
    async ({ voice, least, languages }) => {
      const path = join(folder, `${voice}.wav`);
      const text = `<speak>${asked.map(([question]) => question).join(pause)}</speak>`;
      execFileSync('espeak-ng', ['-m', '-v', voice, '-s', '150', '-w', path, text]);
      const { transcript, questions } = await analysed(await readFile(path), languages);
      expect(transcript.language).toBe('es');
      expect(new Set(transcript.segments.map(({ language }) => language))).toEqual(new Set(['es']));
      expect(questions.length).toBeGreaterThanOrEqual(least);
      for (const { label, confidence, doubtful, text: found, language } of questions) {
        expect(language, found).toBe('es');
        if (doubtful === true || confidence < unsureBelow) continue;
        const truth = asked[askedBy.findIndex((words) => words.test(found))];
        expect([found, label]).toEqual([found, truth?.[1]]);
      }
    },
  );
});
