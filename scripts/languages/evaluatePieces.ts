import { writeFileSync } from 'node:fs';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { readAnswer, segmentsOf } from '../../shared/speech/answer.ts';
import { lessonSpeech } from '../../shared/speech/lessonSpeech.ts';
import { inLanguages } from '../../shared/stages/inLanguages.ts';
import { writeAnswer } from '../../speech/http/answers.ts';
import { pinnedWeights } from '../../speech/models/weights.ts';
import { loadEngine, type SpeechEngine } from '../../speech/words/engine.ts';
import { steady } from '../rooms/noises.ts';
import { levelOf, mixed, soundOf, wavOf } from '../rooms/sound.ts';
import { table } from '../train/scoring/tables.ts';
import { readPieces } from './pieces.ts';
import { joined, type Recording, shuffled } from './recordings.ts';
import { headOf, rowsOf, type ToldPiece, toldOf } from './told.ts';

const usage = `npm run evaluate:pieces -- PIECES.jsonl [--together N] [--model base|small] [--noise DB] [--out TOLD.jsonl]
Measures, language by language, what pieces of speech are told to be where English and Spanish may be spoken. A line of
PIECES.jsonl is { "file": "a.wav", "language": "es", "text": "..." }; the text may be absent.
  --together N     joins N pieces at a time into a recording with pauses, in an order of chance; 1 unless said
  --in-order       joins them in the order of the file
  --model NAME     base unless said; small after npm run speech:weights -- small
  --noise DB       adds a steady noise so far below the voices
  --languages L,L  which may be spoken; en,es unless said
  --threads N      one per core unless said
  --out FILE       writes what each piece was told to be`;

const { values, positionals } = readCommandLine(
  usage,
  {
    together: { type: 'string', default: '1' },
    'in-order': { type: 'boolean', default: false },
    model: { type: 'string', default: 'base' },
    noise: { type: 'string' },
    languages: { type: 'string', default: 'en,es' },
    threads: { type: 'string' },
    out: { type: 'string' },
  },
  { positionals: true },
);
const [manifest, ...more] = positionals;
if (manifest === undefined || more.length > 0) misused(usage, 'Name one file of pieces.');
const whole = (name: string, text: string): number =>
  /^[1-9]\d*$/.test(text) ? Number(text) : misused(usage, `--${name} is a whole number above 0.`);
const together = whole('together', values.together);
const threads = values.threads === undefined ? {} : { threads: whole('threads', values.threads) };
const noise = values.noise === undefined ? undefined : Number(values.noise);
if (Number.isNaN(noise)) misused(usage, '--noise is a number of decibels.');
const { model } = values;
if (model !== 'base' && model !== 'small') misused(usage, '--model is base or small.');
const allowed = values.languages.split(',');
const seed = 7;

/** What the transcript of a recording would tell of each of its pieces. */
async function tell(engine: SpeechEngine, { sound, pieces }: Recording): Promise<ToldPiece[]> {
  const noisy = noise === undefined ? sound : mixed(sound, steady(sound.length, seed), levelOf(sound), noise);
  const heard = await engine.transcribeFile(wavOf(noisy), { languages: allowed });
  const request = { file: Buffer.alloc(0), format: 'verbose_json', granularities: ['segment', 'word'] } as const;
  const answer = readAnswer(JSON.parse(writeAnswer(heard, request, engine.name).body));
  const end = heard.durationSeconds;
  const segments = await inLanguages(segmentsOf(answer, end), allowed);
  const speech = lessonSpeech([{ start: 0, end, segments, speech: heard.speech }], heard.speech);
  return pieces.map((placed) => toldOf(placed, speech.segments));
}

const pieces = readPieces(manifest);
const ordered = values['in-order'] ? pieces : shuffled(pieces, seed);
const engine = await loadEngine({ model: pinnedWeights(model), ...threads });
const told: ToldPiece[] = [];
for (let from = 0; from < ordered.length; from += together) {
  const sounds = ordered
    .slice(from, from + together)
    .map(async (piece) => ({ piece, sound: await soundOf(piece.file) }));
  told.push(...(await tell(engine, joined(await Promise.all(sounds)))));
}
await engine.release();
console.log(table(headOf(allowed), rowsOf(told, allowed)));
if (values.out !== undefined) {
  const lines = told.map(({ placed: { piece, start, end }, ...rest }) =>
    JSON.stringify({ ...piece, seconds: end - start, written: rest.text, told: rest.told, words: rest.words }),
  );
  writeFileSync(values.out, `${lines.join('\n')}\n`);
}
