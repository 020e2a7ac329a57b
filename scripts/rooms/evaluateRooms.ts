// Measures the sample lesson in made rooms: noise of seven kinds at four levels, children up to 12 dB quieter.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from '../../local/commandLine.ts';
import { inParallel } from '../../shared/inParallel.ts';
import { type Results, tablesOf, writeIntoAccuracy } from './document.ts';
import { type Invented, inventedIn, together, type Wordlessness, wordless } from './inventions.ts';
import { Kept, versionOfSpeech } from './kept.ts';
import { type KnownLesson, sampleLesson } from './lesson.ts';
import { type Measured, measure } from './measure.ts';
import { analyse, type Ears } from './pipeline.ts';
import { perfect, voices, whisper } from './recognisers.ts';
import { allRooms, nameOf, type Room, soundIn, twelveRooms } from './rooms.ts';
import { startSpeech } from './speechService.ts';

const usage = `Usage: npm run evaluate:rooms -- [--full] [--write] [--room TEXT …] [--keep FOLDER]

Takes the sample lesson through made rooms, once with its true words (what the app's own gates and waits do) and once
through the whole pipeline with the local recogniser: twelve rooms with its base model, or with --full all of them with base
and small (npm run speech:weights -- small). What was heard in a room is kept, and not listened to again while the speech
service's code is the same, so that a run that was stopped goes on. --full and --write put the tables into docs/accuracy.md;
--room takes those rooms only whose name has the text, and writes nothing.`;

const { values } = readCommandLine(usage, {
  full: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  room: { type: 'string', multiple: true, default: [] },
  keep: { type: 'string', default: join(homedir(), '.cache/askwell/rooms') },
});

/** Rooms at a time: the second cuts and mixes while the first is heard. */
const width = 2;

const chosen = (name: string) => values.room.length === 0 || values.room.some((text) => name.includes(text));

/** Measures the chosen ones of what has a name, and says what it is at. */
function measureAll<T>(named: readonly (readonly [name: string, measure: () => Promise<T>])[]): Promise<[string, T][]> {
  const wanted = named.filter(([name]) => chosen(name));
  return inParallel(width, wanted, async ([name, measure]) => {
    console.error(name);
    return [name, await measure()];
  });
}

/** Measures the lesson in some rooms. */
const inRooms = (lesson: KnownLesson, rooms: readonly Room[], ears: Ears): Promise<[string, Measured][]> =>
  measureAll(
    rooms.map((room) => [nameOf(room), async () => measure(lesson.truth, await analyse(soundIn(room, lesson), ears))]),
  );

/** What is invented, by kind of sound. */
async function inventions(lesson: KnownLesson, ears: Ears): Promise<[Wordlessness, Invented][]> {
  const sounds = wordless(values.full);
  const measured = await measureAll(
    sounds.map(({ name, make }) => [
      name,
      async () => {
        const sound = await make(lesson);
        return inventedIn(sound, await analyse(sound, ears));
      },
    ]),
  );
  const kindOf = new Map(sounds.map(({ name, kind }) => [name, kind]));
  return [...new Set(kindOf.values())].map((kind) => [
    kind,
    together(measured.flatMap(([name, invented]) => (kindOf.get(name) === kind ? [invented] : []))),
  ]);
}

async function main(): Promise<void> {
  const lesson = await sampleLesson();
  const keptOf = async (what: string) => new Kept(join(values.keep, await versionOfSpeech(), what));
  let gates: Results['gates'] = [];
  const heard: Results['heard'][number][] = [];
  for (const weights of values.full ? (['base', 'small'] as const) : (['base'] as const)) {
    await using speech = await startSpeech(weights);
    const ears = {
      words: whisper(speech.url, await keptOf(weights)),
      voices: voices(speech.url, await keptOf('voices')),
    };
    // Voices and words are heard by threads of their own, which so have work both.
    const [kept, rooms] = await Promise.all([
      weights === 'base' ? inRooms(lesson, allRooms, { ...ears, words: perfect(lesson.truth) }) : gates,
      inRooms(lesson, values.full ? allRooms : twelveRooms, ears),
    ]);
    gates = kept;
    heard.push({ model: `whisper-${weights}`, rooms, invented: await inventions(lesson, ears) });
  }
  console.log(tablesOf({ gates, heard }, allRooms));
  // A part of the rooms makes no table.
  if ((values.full || values.write) && values.room.length === 0) {
    const shown = allRooms.filter(({ decibels, quieter }) => quieter === 12 && decibels !== 20);
    writeIntoAccuracy(tablesOf({ gates, heard }, shown));
    console.error('The tables are in docs/accuracy.md.');
  }
}

await main();
