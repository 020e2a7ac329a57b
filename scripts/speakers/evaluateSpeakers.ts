import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { findVoices } from '../../shared/speakers/findVoices.ts';
import { proposeRoles } from '../../shared/speakers/proposeRoles.ts';
import { turnsOf } from '../../shared/speakers/turns.ts';
import { unit } from '../../shared/speakers/vectors.ts';
import { attribution, likeWindows } from '../../shared/speakers/whose.ts';
import { loadVoices, type VoiceEngine } from '../../speech/voices/voices.ts';
import { table, three } from '../train/scoring/tables.ts';
import { diarizationError } from './diarizationError.ts';
import { type NamedTurn, readRttm } from './rttm.ts';

const usage = `npm run evaluate:speakers [-- FOLDER]
Measures how well voices are told apart: in the sample lesson, or in every sound file of FOLDER beside which lies an
RTTM file of the same name. Error: missed, made up or confused speech over speech (collar 0.25 s, overlap counted).`;

const truthSchema = z.object({
  turns: z.array(z.object({ speaker: z.string(), start: z.number(), end: z.number(), text: z.string() })),
});

const sample = join(import.meta.dirname, '../../samples/lesson.mp4');
const soundFiles = new Set(['.flac', '.wav', '.mp3', '.m4a', '.mp4', '.ogg', '.opus', '.webm']);
const longestSeconds = 3600;

/** Who speaks when in a sound file, as the app finds it from what the speech service hears. */
async function diarize(engine: VoiceEngine, file: string) {
  const include = new Set(['windows', 'changes', 'overlaps'] as const);
  const heard = await engine.hearFile(await readFile(file), include, AbortSignal.timeout(1000 * longestSeconds));
  const { windows = [], changes = [], overlaps = [], speech } = heard;
  const usable = windows.flatMap(({ start, end, embedding }) => {
    const vector = unit(embedding);
    return vector === null ? [] : [{ start, end, vector }];
  });
  const ordered = usable.sort((a, b) => a.start - b.start);
  const voices = findVoices(ordered);
  const attributed = attribution(likeWindows(ordered, voices));
  return { voices, attributed, turns: turnsOf({ speech, changes, overlaps }, attributed) };
}

type Found = Awaited<ReturnType<typeof diarize>>;

function row(name: string, truth: readonly NamedTurn[], { turns, voices }: Found): string[] {
  const named = turns.map((turn) => ({ ...turn, speaker: String(turn.voice) }));
  const { rate, missed, invented, confused, spoken } = diarizationError(truth, named);
  const share = (seconds: number) => three(spoken === 0 ? 0 : seconds / spoken);
  const people = new Set(truth.map(({ speaker }) => speaker)).size;
  return [name, three(rate), share(missed), share(invented), share(confused), String(people), String(voices.length)];
}

async function measured(engine: VoiceEngine, folder: string): Promise<string[][]> {
  const files = (await readdir(folder)).sort();
  const labelled = files.filter((file) => soundFiles.has(extname(file)) && files.includes(rttmOf(file)));
  if (labelled.length === 0) misused(usage, `${folder} has no sound file with an RTTM file of the same name.`);
  const rows: string[][] = [];
  for (const file of labelled) {
    const truth = readRttm(await readFile(join(folder, rttmOf(file)), 'utf8'));
    rows.push(row(file, truth, await diarize(engine, join(folder, file))));
  }
  return rows;
}

const rttmOf = (file: string) => `${basename(file, extname(file))}.rttm`;

/** The sample lesson's error, and in how many of its turns educator and child are told apart. */
async function sampleLesson(engine: VoiceEngine): Promise<string[][]> {
  const found = await diarize(engine, sample);
  const { turns } = truthSchema.parse(JSON.parse(await readFile(sample.replace('.mp4', '.truth.json'), 'utf8')));
  const whose = turns.map((turn) => found.attributed.whose(turn)?.voice);
  const talk = found.voices.map((_, voice) => {
    const own = found.turns.filter((turn) => turn.voice === voice).map(({ start, end }) => end - start);
    return {
      seconds: own.reduce((sum, seconds) => sum + seconds, 0),
      longestSeconds: Math.max(0, ...own),
      questions: turns.filter(({ text }, at) => whose[at] === voice && text.endsWith('?')).length,
    };
  });
  const roles = proposeRoles(talk);
  const right = turns.filter(({ speaker }, at) => {
    const voice = whose[at];
    return voice !== undefined && roles[voice] === (speaker === 'educator' ? 'educator' : 'child');
  });
  console.log(`Educator or child: ${right.length} of ${turns.length} turns of the sample lesson.\n`);
  return [row('sample lesson', turns, found)];
}

const [folder, ...others] = readCommandLine(usage, {}, { positionals: true }).positionals;
if (others.length > 0) misused(usage, 'One folder at a time.');
const engine = await loadVoices();
const rows = folder === undefined ? await sampleLesson(engine) : await measured(engine, folder);
await engine.release();
console.log(table(['sound', 'error', 'missed', 'made up', 'confused', 'people', 'voices'], rows));
const mean = rows.reduce((sum, [, rate]) => sum + Number(rate), 0) / rows.length;
if (rows.length > 1) console.log(`\nMean error ${three(mean)}.`);
