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
const happens = ['¿Qué creen que va a pasar con la piedra en el agua?', 'OEQ'] as const;
const sank = ['¿Por qué se hundió la piedra?', 'OEQ'] as const;
const color = ['¿De qué color es la manzana?', 'CEQ'] as const;
const known = ['¿Cómo lo sabes?', 'OEQ'] as const;
const byDefault = ['en', 'es'];
const spanishAlone = ['es'];
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

/** Words a minute, and espeak-ng's pitch (0 to 99). */
const ways = [
  { speed: 120, pitch: 50 },
  { speed: 150, pitch: 70 },
  { speed: 175, pitch: 50 },
  { speed: 190, pitch: 50 },
];
// At 190 words a minute and a pitch of 30, "¿De qué color es …?" is heard as "la vez que colores", and not found.
const rows = [
  { row: 'two questions', asked: [sank, color], languages: byDefault },
  { row: 'three questions', asked: [happens, sank, known], languages: byDefault },
  { row: 'three questions, Spanish alone', asked: [happens, sank, known], languages: spanishAlone },
];
const voices = ['es', 'es-419'];
const all = ways.flatMap((way, at) =>
  rows.flatMap((row, place) =>
    voices.map((voice, index) => ({ voice, ...way, ...row, pair: (at + place) % 2 === index })),
  ),
);
// Each two of voice, way and row meet in half of them; SPANISH_WAYS=all tries the others, too.
const cases = process.env.SPANISH_WAYS === 'all' ? all : all.filter(({ pair }) => pair);

describe.skipIf(missing)('Spanish questions said by a synthesiser (needs espeak-ng)', { timeout: 300_000 }, () => {
  it.each(cases)(
    'are written in Spanish, found each, and coded right or unsurely: $row, $voice, speed $speed, pitch $pitch',
    async ({ voice, speed, pitch, asked, languages }) => {
      const path = join(folder, 'row.wav');
      const text = asked.map(([question]) => question).join(' ');
      execFileSync('espeak-ng', ['-v', voice, '-s', `${speed}`, '-p', `${pitch}`, '-w', path, text]);
      const { transcript, questions } = await analysed(await readFile(path), languages);
      expect(transcript.language).toBe('es');
      expect(transcript.segments.map(({ language }) => language)).toEqual(transcript.segments.map(() => 'es'));
      const heard = transcript.segments.map((segment) => segment.text).join(' ');
      expect(questions.length, heard).toBe(asked.length);
      for (const [index, { label, confidence, doubtful, text: found, language }] of questions.entries()) {
        expect(language, found).toBe('es');
        if (doubtful === true || confidence < unsureBelow) continue;
        expect([found, label]).toEqual([found, asked[index]?.[1]]);
      }
    },
  );
});
