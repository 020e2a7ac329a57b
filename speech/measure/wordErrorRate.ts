// Measures the local recogniser on recordings whose words are known.
//   node speech/measure/wordErrorRate.ts MANIFEST.json
// The manifest is an array of { file, reference_transcript?, turns?: [{ s, e, text, question? }] }, files beside it, seconds.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { loadEngine } from '../words/engine.ts';
import type { Transcription } from '../words/transcribe.ts';
import { compareWords, plainWords } from './wordErrors.ts';

const manifestSchema = z.array(
  z.object({
    file: z.string(),
    reference_transcript: z.string().nullish(),
    turns: z.array(z.object({ s: z.number(), e: z.number(), question: z.string().optional() })).optional(),
  }),
);
type Turn = { readonly s: number; readonly e: number; readonly question?: string | undefined };

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const nearest = (values: readonly number[], to: number) =>
  values.reduce((best, value) => (Math.abs(value - to) < Math.abs(best - to) ? value : best), Number.POSITIVE_INFINITY);

/** How far the segments' edges are from the turns' edges: ends of questions, and where the next turn starts. */
function edgeErrors(turns: readonly Turn[], { segments }: Transcription) {
  const ends = segments.map(({ end }) => end);
  const starts = segments.map(({ start }) => start);
  const end = (turn: Turn) => Math.abs(nearest(ends, turn.e) - turn.e);
  const questions = turns.flatMap((turn, index) =>
    turn.question === undefined ? [] : [{ turn, next: turns[index + 1] }],
  );
  return {
    turnEnd: median(turns.map(end)),
    turnStart: median(turns.map((turn) => Math.abs(nearest(starts, turn.s) - turn.s))),
    questionEnd: median(questions.map(({ turn }) => end(turn))),
    nextStart: median(questions.flatMap(({ next }) => (next ? [Math.abs(nearest(starts, next.s) - next.s)] : []))),
  };
}

const [manifestPath] = process.argv.slice(2);
if (manifestPath === undefined) {
  console.error('Say which recordings: node speech/measure/wordErrorRate.ts MANIFEST.json');
  process.exit(1);
}
const manifest = manifestSchema.parse(JSON.parse(await readFile(manifestPath, 'utf8')));
const engine = await loadEngine();
let errors = 0;
let words = 0;
for (const { file, reference_transcript: reference, turns } of manifest) {
  const sound = await readFile(path.join(path.dirname(manifestPath), file));
  const began = performance.now();
  const transcription = await engine.transcribeFile(sound, { language: 'en' });
  const realTimeFactor = (performance.now() - began) / 1000 / transcription.durationSeconds;
  const text = transcription.segments.map((segment) => segment.text).join(' ');
  console.log(
    `\n${file}: ${transcription.durationSeconds.toFixed(1)} s, real-time factor ${realTimeFactor.toFixed(2)}`,
  );
  if (reference) {
    const said = plainWords(reference);
    const comparison = compareWords(said, plainWords(text));
    errors += comparison.errors;
    words += said.length;
    const rate = ((100 * comparison.errors) / said.length).toFixed(1);
    console.log(`  word error rate ${rate} % (${comparison.errors} of ${said.length})`);
  }
  if (turns) {
    const named = Object.entries(edgeErrors(turns, transcription)).map(
      ([name, value]) => `${name} ${value.toFixed(3)} s`,
    );
    console.log(`  median absolute error: ${named.join(', ')}`);
  }
  for (const { start, end, text: line } of transcription.segments) {
    console.log(`  ${start.toFixed(2)}-${end.toFixed(2)} ${line}`);
  }
}
if (words > 0) console.log(`\nall: word error rate ${((100 * errors) / words).toFixed(2)} % (${errors} of ${words})`);
await engine.release();
