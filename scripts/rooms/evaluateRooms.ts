// Measures the sample lesson in made rooms: noise of seven kinds at four levels, children up to 12 dB quieter.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from '../../local/commandLine.ts';
import { inParallel } from '../../shared/inParallel.ts';
import { inventedIn, wordless } from './inventions.ts';
import { Kept, versionOfCode } from './kept.ts';
import { type KnownLesson, sampleLesson } from './lesson.ts';
import { type Measured, measure } from './measure.ts';
import { analyse, type Recogniser } from './pipeline.ts';
import { perfect, whisper } from './recognisers.ts';
import { allRooms, nameOf, type Room, soundIn, twelveRooms } from './rooms.ts';
import { startSpeech } from './speechService.ts';
import { gatesTable, inventionsTable, pipelineTable } from './tables.ts';

const usage = `Usage: npm run evaluate:rooms -- [--full] [--room TEXT …] [--keep FOLDER]

Takes the sample lesson through made rooms, once with its true words (what the app's own gates and waits do) and once
through the whole pipeline with the local recogniser: twelve rooms with its base model, or with --full all of them with base
and small (npm run speech:weights -- small). Rooms that are finished are kept and not measured again while the code is the
same; --room takes those whose name has the text only.`;

const { values } = readCommandLine(usage, {
  full: { type: 'boolean', default: false },
  room: { type: 'string', multiple: true, default: [] },
  keep: { type: 'string', default: join(homedir(), '.cache/askwell/rooms') },
});

/** Rooms at a time: the second cuts and mixes while the first is heard. */
const width = 2;

const chosen = (name: string) => values.room.length === 0 || values.room.some((text) => name.includes(text));

/** Measures what is not kept yet, and says what it is at. */
function measureAll<T>(
  kept: Kept,
  named: readonly (readonly [name: string, measure: () => Promise<T>])[],
): Promise<[string, T][]> {
  return inParallel(width, named, async ([name, measure]) => {
    console.error(name);
    return [name, await kept.of(name, measure)];
  });
}

async function main(): Promise<void> {
  const lesson = await sampleLesson();
  const kept = new Kept(join(values.keep, await versionOfCode()));
  for (const weights of values.full ? (['base', 'small'] as const) : (['base'] as const)) {
    await using speech = await startSpeech(weights);
    if (weights === 'base') {
      const gates = await inRooms(kept, lesson, allRooms, 'true words', speech.url, perfect(lesson.truth));
      console.log(`The true words\n\n${gatesTable(gates)}\n`);
    }
    const heard = whisper(speech.url);
    const whole = await inRooms(kept, lesson, values.full ? allRooms : twelveRooms, weights, speech.url, heard);
    console.log(`The whole pipeline, whisper-${weights}\n\n${pipelineTable(whole)}\n`);
    const invented = await measureAll(
      kept,
      wordless
        .filter(({ name }) => chosen(name))
        .map(({ name, make }) => [
          `${name}, ${weights}`,
          async () => {
            const sound = await make(lesson);
            return inventedIn(sound, await analyse(sound, speech.url, heard));
          },
        ]),
    );
    console.log(`Sound without English words, whisper-${weights}\n\n${inventionsTable(invented)}\n`);
  }
}

/** Measures the chosen ones of some rooms. */
function inRooms(
  kept: Kept,
  lesson: KnownLesson,
  rooms: readonly Room[],
  how: string,
  serviceUrl: string,
  recogniser: Recogniser,
): Promise<[string, Measured][]> {
  return measureAll<Measured>(
    kept,
    rooms
      .filter((room) => chosen(nameOf(room)))
      .map((room) => [
        `${nameOf(room)}, ${how}`,
        async () => measure(lesson.truth, await analyse(soundIn(room, lesson), serviceUrl, recogniser)),
      ]),
  );
}

await main();
