import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Api } from '../../cli/api.ts';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { readResources } from '../../local/resources.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import { pathOf } from '../../shared/media/binaries.ts';
import { randomFrom } from '../../shared/randomFrom.ts';
import { DrilledStack } from './drill/drilledStack.ts';
import { Starts } from './drill/starts.ts';
import { type Fate, isClean, type Round, table, verdict } from './drill/tally.ts';
import { type Acknowledged, endingOf, lessonNow, uploadUntilAnswered } from './drill/uploads.ts';
import { type Victim, victims } from './drill/victims.ts';

const usage = `Usage: npm run drill -- [--rounds N] [--only azurite,host] [--seed N] [--minutes N] [--state DIR]

Kills parts of a local cloud while lessons are uploaded and analysed, and counts what became of each upload that storage
had answered. It starts a local cloud of its own, on free ports and in a folder of its own, kills nothing else, and
recognises speech with Askwell's own service. Ends with 1 when anything was lost, done twice, failed or came out otherwise.
  --rounds N   kills, 1 to 500; default 7: one of each
  --only A,B   of ${victims.join(', ')}
  --seed N     when the kills come; default 1
  --minutes N  after which no round is begun any more; default 40
  --state DIR  an empty or new folder, which stays; default a temporary one, which goes when nothing was lost`;

const uploadsARound = 2;
// More would wait in line, and be killed there only.
const mostUnderWay = 4;
// Kills come anywhere between an upload's first block and a lesson's end.
const killWithinMilliseconds = 9000;
// An upload of which all trace is lost is found after five minutes at the latest ten.
const lostAfterMilliseconds = 12 * 60_000;

const { values } = readCommandLine(usage, {
  rounds: { type: 'string', default: '7' },
  only: { type: 'string' },
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '40' },
  state: { type: 'string' },
});

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    misused(usage, `--${name} takes a whole number, 1 to ${most}, not "${text}".`);
  return number;
}

function chosen(only: string | undefined): readonly Victim[] {
  if (only === undefined) return victims;
  return only.split(',').map((name) => {
    const victim = victims.find((each) => each === name.trim());
    return victim ?? misused(usage, `--only knows ${victims.join(', ')}; not "${name}".`);
  });
}

/** Five seconds of the sample lesson, with two of its questions. */
async function makeClip(folder: string): Promise<Buffer> {
  const file = join(folder, 'clip.mp4');
  const cut = ['-ss', '8', '-t', '5', '-i', resolve('samples/lesson.mp4')];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
  await promisify(execFile)(await pathOf('ffmpeg'), ['-nostdin', '-y', '-v', 'error', ...cut, ...codecs, file]);
  return readFile(file);
}

/** One lesson that nobody disturbs: what the others are held against. */
async function undisturbed(api: Api, storage: string, clip: Buffer): Promise<number> {
  const uploaded = await uploadUntilAnswered(storage, 'drill/undisturbed.mp4', clip, 'host');
  for (const deadline = Date.now() + 300_000; Date.now() < deadline; await delay(250)) {
    const lesson = await lessonNow(api, uploaded);
    const ending = endingOf(uploaded, lesson);
    if (ending === 'failed') throw new Error(`The undisturbed lesson failed: ${lesson?.failure?.code}.`);
    if (ending === 'completed') return (await api.questions(uploaded.lessonId)).questions.length;
  }
  throw new Error('The undisturbed lesson did not end in five minutes.');
}

async function run(): Promise<number> {
  const rounds = whole('rounds', values.rounds, 500);
  const endsAt = Date.now() + whole('minutes', values.minutes, 600) * 60_000;
  const order = chosen(values.only);
  const random = randomFrom(whole('seed', values.seed, 2 ** 31));
  const folder = values.state === undefined ? await mkdtemp(join(tmpdir(), 'askwell-drill-')) : resolve(values.state);
  if (values.state !== undefined && (await readdir(folder).catch(() => [])).length > 0)
    misused(usage, `${folder} is not empty.`);
  const starts = new Starts();
  const stack = await DrilledStack.prepare(folder, await readResources(resolve('infra/local.json')), (line) => {
    starts.hear(line);
  });
  try {
    const { endpoints } = await stack.start();
    const { storage = '', host = '' } = endpoints;
    const api = new Api(host, { times: 2, seconds: 1 });
    const clip = await makeClip(folder);
    const expected = await undisturbed(api, storage, clip);
    console.log(`Undisturbed, the clip has ${expected} questions.`);

    const done: Round[] = [];
    const acknowledged: Acknowledged[] = [];
    const open = async () => {
      let count = 0;
      for (const each of acknowledged) if (endingOf(each, await lessonNow(api, each)) === 'open') count += 1;
      return count;
    };
    while (done.length < rounds && Date.now() < endsAt) {
      const victim = order[done.length % order.length] ?? 'everything';
      const number = done.length + 1;
      const uploads = Array.from({ length: uploadsARound }, async (_, index) => {
        await delay(random() * 2000);
        return uploadUntilAnswered(storage, `drill/round ${number} ${victim} ${index + 1}.mp4`, clip, victim);
      });
      await delay(random() * killWithinMilliseconds);
      const killedAt = performance.now();
      await stack.kill(victim);
      const secondsDown = (performance.now() - killedAt) / 1000;
      done.push({ victim, secondsDown });
      acknowledged.push(...(await Promise.all(uploads)));
      for (const until = Date.now() + 60_000; Date.now() < until && (await open()) > mostUnderWay; ) await delay(500);
      console.log(`${String(number).padStart(3)}  ${victim.padEnd(10)} back after ${secondsDown.toFixed(1)} s`);
    }

    for (let [left, since] = [await open(), Date.now()]; left > 0; await delay(1000)) {
      const now = await open();
      if (now < left) [left, since] = [now, Date.now()];
      if (Date.now() - since > lostAfterMilliseconds) break;
    }
    const fates: Fate[] = [];
    for (const each of acknowledged) {
      const lesson = await lessonNow(api, each);
      const ending = endingOf(each, lesson);
      const fate = ending === 'open' ? 'lost' : ending;
      const { questions } = fate === 'completed' ? await api.questions(each.lessonId) : { questions: [] };
      const distinct = new Set(questions.map(({ start, text }) => `${start} ${text}`)).size;
      const twice = starts.of(jobId(each)) > 1 || distinct < questions.length;
      fates.push({ victim: each.victim, fate, twice, wrong: fate === 'completed' && questions.length !== expected });
      if (fate !== 'completed') console.log(`${fate}: ${each.blobName} ${lesson?.failure?.code ?? ''}`);
    }
    const clean = isClean(fates);
    console.log(`\n${table(done, fates)}\n\n${verdict(clean)}`);
    if (done.length < rounds) console.log(`Time was up after ${done.length} of ${rounds} rounds.`);
    await stack.stop();
    if (clean && values.state === undefined) await rm(folder, { recursive: true, force: true });
    else console.log(`Its state is in ${folder}.`);
    return clean && done.length === rounds ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
