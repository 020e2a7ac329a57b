// Measures who speaks: in two made lessons and in made rooms, or in recordings with RTTM.
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { lessonWindows, tellVoices } from '../../shared/speakers/tellVoices.ts';
import { turnsOf } from '../../shared/speakers/turns.ts';
import { attribution } from '../../shared/speakers/whose.ts';
import { loadVoices, type VoiceEngine } from '../../speech/voices/voices.ts';
import { Kept, versionOfSpeech } from '../rooms/kept.ts';
import { sampleLesson } from '../rooms/lesson.ts';
import { embeddings, perfect, voices, whisper } from '../rooms/recognisers.ts';
import { nameOf } from '../rooms/rooms.ts';
import { startSpeech } from '../rooms/speechService.ts';
import { table, three } from '../train/scoring/tables.ts';
import { diarizationError } from './diarizationError.ts';
import { believed, rooms, rowsOf, speakersTable } from './lessons.ts';
import { readRttm } from './rttm.ts';

const usage = `Usage: npm run evaluate:speakers -- [--small | --true-words] [--room TEXT …] [--keep FOLDER] [FOLDER]

Measures how well is told who speaks: in every sound file of FOLDER beside which lies an RTTM file of the same name; or,
without one, in the sample lesson and in the lesson in which children ask, quiet and in made rooms, through the whole
pipeline with the local recogniser (base, or small with --small), or with the words that were truly said (--true-words).
What was heard of made lessons is kept, and not listened to again while the speech service's code is the same. Error:
missed, made up or confused speech over speech (collar 0.25 s, overlap counted).`;

const { values, positionals } = readCommandLine(
  usage,
  {
    small: { type: 'boolean', default: false },
    'true-words': { type: 'boolean', default: false },
    room: { type: 'string', multiple: true, default: [] },
    keep: { type: 'string', default: join(homedir(), '.cache/askwell/rooms') },
  },
  { positionals: true },
);

const soundFiles = new Set(['.flac', '.wav', '.mp3', '.m4a', '.mp4', '.ogg', '.opus', '.webm']);
const longestSeconds = 3600;

/** Who speaks when in a sound file, as the app finds it from what the speech service hears; and how many voices. */
async function diarize(engine: VoiceEngine, file: string) {
  const include = new Set(['windows', 'changes', 'overlaps'] as const);
  const heard = await engine.hearFile(await readFile(file), include, AbortSignal.timeout(1000 * longestSeconds));
  const { windows = [], changes = [], overlaps = [], speech } = heard;
  const chunks = [{ start: 0, speech, windows, changes, overlaps }];
  const told = tellVoices(lessonWindows(chunks), chunks);
  return { voices: told.windows[0]?.alike.length ?? 0, turns: turnsOf(told, attribution(told.windows)) };
}

const rttmOf = (file: string) => `${basename(file, extname(file))}.rttm`;

async function recordings(folder: string): Promise<void> {
  const files = (await readdir(folder)).sort();
  const labelled = files.filter((file) => soundFiles.has(extname(file)) && files.includes(rttmOf(file)));
  if (labelled.length === 0) misused(usage, `${folder} has no sound file with an RTTM file of the same name.`);
  const engine = await loadVoices();
  const rates: number[] = [];
  const rows: string[][] = [];
  for (const file of labelled) {
    const truth = readRttm(await readFile(join(folder, rttmOf(file)), 'utf8'));
    const found = await diarize(engine, join(folder, file));
    const named = found.turns.map((turn) => ({ ...turn, speaker: String(turn.voice) }));
    const { rate, missed, invented, confused, spoken } = diarizationError(truth, named);
    const share = (seconds: number) => three(spoken === 0 ? 0 : seconds / spoken);
    const people = new Set(truth.map(({ speaker }) => speaker)).size;
    rates.push(rate);
    rows.push([
      file,
      three(rate),
      share(missed),
      share(invented),
      share(confused),
      String(people),
      String(found.voices),
    ]);
  }
  await engine.release();
  console.log(table(['sound', 'error', 'missed', 'made up', 'confused', 'people', 'voices'], rows));
  console.log(`\nMean error ${three(rates.reduce((sum, rate) => sum + rate, 0) / rates.length)}.`);
}

async function madeLessons(): Promise<void> {
  const weights = values.small ? 'small' : 'base';
  const chosen = rooms.filter(
    (room) => values.room.length === 0 || values.room.some((text) => nameOf(room).includes(text)),
  );
  await using speech = await startSpeech(weights);
  const keptOf = async (what: string) => new Kept(join(values.keep, await versionOfSpeech(), what));
  const written = whisper(speech.url, await keptOf(weights));
  const hearing = {
    voices: voices(speech.url, await keptOf('voices')),
    embeddings: embeddings(speech.url, await keptOf('embeddings')),
  };
  const rows: string[][] = [];
  for (const file of ['lesson.mp4', 'garden.m4a']) {
    const lesson = await sampleLesson(file);
    const ears = { ...hearing, words: values['true-words'] ? perfect(lesson.truth) : written };
    for (const room of chosen) {
      console.error(`${file}, ${nameOf(room)}`);
      rows.push(...rowsOf(basename(file, extname(file)), lesson, room, await believed(lesson, room, ears)));
    }
  }
  console.log(speakersTable(rows));
}

const [folder, ...others] = positionals;
if (others.length > 0) misused(usage, 'One folder at a time.');
await (folder === undefined ? madeLessons() : recordings(folder));
