import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { misused, readCommandLine } from '../local/commandLine.ts';
import { delayOf } from './delay.ts';
import { frameAt, type SpokenTurn } from './frames.ts';
import { draw, picture } from './picture.ts';
import { findEspeak, findFfmpeg, findFlite, run } from './programs.ts';
import { readScript, type Script } from './script.ts';
import { asSamples, place, roomTone, samplesOf, samplesPerSecond, trim, wav } from './sound.ts';
import { rttmOf, truthOf } from './truth.ts';
import { speak, type VoicePrograms } from './voice.ts';

const usage = `npm run sample [-- NAME]
Makes samples/NAME.mp4 (garden: .m4a, sound alone), NAME.truth.json and NAME.rttm there from samples/NAME.script.json and
samples/lesson.svg; NAME is lesson, unless said, spanish or garden. It needs flite or, for spanish, espeak-ng; and ffmpeg.`;
const here = (name: string) => join(import.meta.dirname, name);
const beforeSpeechSeconds = 1;

/** Speaks every turn and lays the sounds one after the other, each pause exactly as the script has it. */
async function speakLesson(
  script: Script,
  programs: VoicePrograms,
  directory: string,
): Promise<{ mix: Float32Array; turns: SpokenTurn[] }> {
  const said = [];
  let start = beforeSpeechSeconds;
  for (const turn of script.turns) {
    const own = turn.with === undefined ? [turn] : [turn, { ...turn, speaker: turn.with, question: undefined }];
    let last = start;
    for (const one of own) {
      const utterance = trim(await speak(one, programs, directory));
      const end = start + (utterance.offset - utterance.onset) / samplesPerSecond;
      said.push({ turn: one, utterance, start, end });
      last = Math.max(last, end);
    }
    start = last + turn.pauseSeconds;
  }
  const mix = roomTone(Math.round(start * samplesPerSecond));
  for (const { utterance, start: from } of said) place(mix, utterance, from);
  return { mix, turns: said.map(({ turn, start: from, end }) => ({ turn, start: from, end })) };
}

async function* drawLesson(turns: SpokenTurn[], mix: Float32Array): AsyncGenerator<Buffer> {
  const drawing = await readFile(here('lesson.svg'), 'utf8');
  const count = Math.ceil((mix.length / samplesPerSecond) * picture.framesPerSecond);
  let last: { key: string; pixels: Buffer } = { key: '', pixels: Buffer.alloc(0) };
  for (let index = 0; index < count; index++) {
    const frame = frameAt(turns, mix, index);
    const key = JSON.stringify(frame);
    if (key !== last.key) last = { key, pixels: await draw(drawing, frame) };
    yield last.pixels;
  }
}

/** @throws Error where the sound in the made file is not where the truth says it is. */
async function checkSound(file: string, mix: Float32Array, ffmpeg: string): Promise<void> {
  const heard = await run(ffmpeg, ['-v', 'error', '-i', file, ...asSamples], null);
  const delay = delayOf(samplesOf(heard), mix);
  if (Math.abs(delay) > 0.01) throw new Error(`The sound in ${file} is ${delay * 1000} ms off the truth.`);
}

async function main(name: string): Promise<void> {
  const script = await readScript(here(`${name}.script.json`));
  const file = here(`${name}.${script.soundOnly ? 'm4a' : 'mp4'}`);
  const programs = {
    flite: script.turns.some(({ language }) => language === undefined) ? await findFlite() : '',
    espeak: script.turns.some(({ language }) => language !== undefined) ? await findEspeak() : '',
    ffmpeg: await findFfmpeg(),
  };
  const directory = await mkdtemp(join(tmpdir(), 'askwell-sample-'));
  try {
    const { mix, turns } = await speakLesson(script, programs, directory);
    const sound = join(directory, 'lesson.wav');
    await writeFile(sound, wav(mix));
    const size = `${picture.width}x${picture.height}`;
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', size, '-r', `${picture.framesPerSecond}`, '-i', '-'];
    const colours = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-pix_fmt', 'yuv420p', '-colorspace', 'bt709'];
    const video = [
      '-c:v',
      'libx264',
      '-preset',
      'slow',
      '-tune',
      'animation',
      '-crf',
      '23',
      '-g',
      '50',
      '-threads',
      '1',
    ];
    const audio = ['-c:a', 'aac', '-b:a', script.soundOnly ? '56k' : '96k', '-ac', '1'];
    const [pictures, encoded, frames] = script.soundOnly
      ? [[], [], null]
      : [raw, [...colours, ...video], drawLesson(turns, mix)];
    // No times and no program versions inside: the same makings give the same file.
    const plain = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'];
    const out = ['-movflags', '+faststart', '-y', file];
    const all = ['-v', 'error', ...pictures, '-i', sound, ...encoded, ...audio, ...plain, ...out];
    await run(programs.ffmpeg, all, frames);
    await checkSound(file, mix, programs.ffmpeg);
    const truth = truthOf(script, turns, mix.length / samplesPerSecond);
    await writeFile(here(`${name}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);
    await writeFile(here(`${name}.rttm`), rttmOf(name, turns));
    const megabytes = (await stat(file)).size / 1e6;
    console.log(
      `${file}: ${truth.durationSeconds.toFixed(1)} s, ${megabytes.toFixed(2)} MB, ${truth.questions.length} questions`,
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const { positionals } = readCommandLine(usage, {}, { positionals: true });
const [name = 'lesson'] = positionals;
if (positionals.length > 1 || !['lesson', 'spanish', 'garden'].includes(name))
  misused(usage, 'Name one sample: lesson, spanish or garden.');
await main(name).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
