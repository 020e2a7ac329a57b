// Measures the sample lesson in made rooms: noise of seven kinds at four levels, children up to 12 dB quieter.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inventedIn, wordless } from './inventions.ts';
import { Kept, versionOfCode } from './kept.ts';
import { sampleLesson } from './lesson.ts';
import { type Measured, measure } from './measure.ts';
import { analyse } from './pipeline.ts';
import { allRooms, nameOf, type Room, soundIn, twelveRooms } from './rooms.ts';
import { startSpeech } from './speechService.ts';
import { gatesTable, inventionsTable, pipelineTable } from './tables.ts';
import { withTrueWords } from './trueWords.ts';

const usage = `Usage: npm run evaluate:rooms -- [--full] [--room TEXT …] [--keep FOLDER]

Takes the sample lesson through made rooms, once with its true words (what the app's own gates and waits do) and once
through the whole pipeline with the local recogniser. Without --full, twelve rooms go through the pipeline. Rooms that are
finished are kept and not measured again while the code is the same; --room takes those whose name has the text only.`;

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    room: { type: 'string', multiple: true, default: [] },
    keep: { type: 'string', default: join(homedir(), '.cache/askwell/rooms') },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const lesson = await sampleLesson();
  const kept = new Kept(join(values.keep, await versionOfCode()));
  const chosen = (name: string) => values.room.length === 0 || values.room.some((text) => name.includes(text));
  const of = async (
    rooms: readonly Room[],
    how: string,
    hear: (room: Room) => Promise<Measured>,
  ): Promise<[string, Measured][]> => {
    const rows: [string, Measured][] = [];
    for (const room of rooms.filter((one) => chosen(nameOf(one)))) {
      console.error(`${how}: ${nameOf(room)}`);
      rows.push([nameOf(room), await kept.of(`${how} ${nameOf(room)}`, () => hear(room))]);
    }
    return rows;
  };

  const gates = await of(allRooms, 'true words', async (room) =>
    measure(lesson.truth, await withTrueWords(soundIn(room, lesson), lesson.truth)),
  );
  console.log(`With the true words\n\n${gatesTable(gates)}\n`);

  await using speech = await startSpeech();
  const whole = await of(values.full ? allRooms : twelveRooms, 'whisper-base', async (room) =>
    measure(lesson.truth, await analyse(soundIn(room, lesson), speech.url)),
  );
  console.log(`The whole pipeline, whisper-base\n\n${pipelineTable(whole)}\n`);

  const inventions: [string, Awaited<ReturnType<typeof invented>>][] = [];
  const invented = async (make: (typeof wordless)[number]['make']) => {
    const sound = await make(lesson);
    return inventedIn(sound, await analyse(sound, speech.url));
  };
  for (const { name, make } of wordless.filter((one) => chosen(one.name))) {
    console.error(name);
    inventions.push([name, await kept.of(name, () => invented(make))]);
  }
  console.log(`Sound without English words\n\n${inventionsTable(inventions)}`);
}

if (values.help) console.log(usage);
else await main();
