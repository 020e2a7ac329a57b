import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KnownLesson } from './lesson.ts';
import type { Outcome } from './measure.ts';
import { chairs, clatter, fan, music, type Noise, steady } from './noises.ts';
import { fromDecibels, levelOf, type Sound, sampleRate, soundOf } from './sound.ts';

const run = promisify(execFile);

export type Wordlessness = 'noise' | 'music' | 'backwards' | 'other languages';

/** Sound in which nobody says a word of English. */
export interface Wordless {
  readonly kind: Wordlessness;
  readonly name: string;
  make(lesson: KnownLesson): Promise<Sound>;
}

const seed = 11;
/** As loud as a class is, in dB below full scale. */
const loudness = -30;

const atClassLevel = (sound: Sound): Sound => {
  const gain = fromDecibels(loudness) / levelOf(sound);
  return sound.map((value) => Math.max(-1, Math.min(1, gain * value)));
};

const noises = { steady, clatter, chairs, fan };

// Written for this project: a minute or so of each, a story for children with questions in it.
const stories: Readonly<Record<string, string>> = {
  de: 'Heute gehen wir in den Wald. Was siehst du dort oben im Baum? Das ist ein Eichhörnchen. Es sammelt Nüsse für den Winter. Warum braucht es so viele Nüsse? Im Winter findet es nichts zu essen. Kannst du mir zeigen, wo es wohnt? Sein Nest heißt Kobel. Wer möchte das Nest malen? Wir nehmen braune und grüne Farbe. Danach räumen wir alle zusammen auf.',
  fr: "Aujourd'hui nous allons au jardin. Qu'est-ce que tu vois sous la feuille? C'est un petit escargot. Il porte sa maison sur son dos. Pourquoi est-ce qu'il se cache? Il aime la pluie et la salade. Est-ce que tu veux le toucher doucement? Comment est sa coquille? Nous allons dessiner un escargot avec de la peinture. Après, nous lavons nos mains.",
  es: 'Hoy vamos a la playa con los niños. ¿Qué ves en la arena? Es una concha muy bonita. El mar la trajo esta mañana. ¿Por qué está vacía? Antes vivía un animal dentro. ¿Quién quiere escuchar el sonido? Ponemos la concha en la oreja. ¿Cómo suena? Después hacemos un castillo grande con agua y piedras.',
  it: "Oggi facciamo il pane insieme. Che cosa mettiamo nella ciotola? Prima la farina e poi l'acqua. Perché l'impasto diventa grande? Il lievito lavora piano piano. Chi vuole girare con il cucchiaio? Come profuma il pane nel forno? Aspettiamo un poco e poi lo mangiamo. Dopo puliamo la tavola tutti insieme.",
  ko: '오늘은 동물원에 가요. 저기 무엇이 보여요? 코끼리가 물을 마시고 있어요. 코끼리는 왜 코가 길어요? 기린은 나뭇잎을 먹어요. 누가 사자를 보고 싶어요? 사자는 지금 자고 있어요. 우리는 조용히 걸어가요. 집에 가서 그림을 그려요.',
};

async function spoken(voice: string, text: string): Promise<Sound> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-rooms-'));
  try {
    const file = join(folder, 'spoken.wav');
    await run('espeak-ng', ['-v', voice, '-s', '140', '-w', file, text]);
    return await soundOf(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error('Other languages are spoken by espeak-ng (Debian, Ubuntu: apt-get install espeak-ng).');
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The sound as it is played at another speed, higher where it is faster. */
export function played(sound: Sound, speed: number): Sound {
  return new Float32Array(Math.floor((sound.length - 1) / speed)).map((_, index) => {
    const place = index * speed;
    const [at, part] = [Math.floor(place), place % 1];
    return (1 - part) * (sound[at] ?? 0) + part * (sound[at + 1] ?? 0);
  });
}

/** Noise alone, music, the lesson backwards, and other languages: a minute or three of each, or `long`: ten of each. */
export function wordless(long: boolean): readonly Wordless[] {
  const seconds = long ? 150 : 40;
  const speeds = long ? [1, 0.8, 0.9, 1.1, 1.2] : [1];
  // The voices of espeak-ng, its own and two more.
  const variants = long ? ['', '+f3', '+m3'] : [''];
  const alone = (noise: Noise, length: number) => async () => atClassLevel(noise(length * sampleRate, seed));
  return [
    ...Object.entries(noises).map(([name, noise]) => ({
      kind: 'noise' as const,
      name: `${name} alone`,
      make: alone(noise, seconds),
    })),
    { kind: 'music', name: 'music alone', make: alone(music, long ? 600 : seconds) },
    ...speeds.map((speed) => ({
      kind: 'backwards' as const,
      name: `lesson backwards at ${speed} of its speed`,
      make: async ({ sound }: KnownLesson) => (speed === 1 ? sound : played(sound, speed)).toReversed(),
    })),
    ...Object.entries(stories).flatMap(([language, text]) =>
      variants.map((variant) => ({
        kind: 'other languages' as const,
        name: `espeak-ng ${language}${variant}`,
        make: async () => atClassLevel(await spoken(`${language}${variant}`, text)),
      })),
    ),
  ];
}

/** What was invented in sound without English words. */
export interface Invented {
  readonly minutes: number;
  /** not counted: those that are called doubtful */
  readonly sentences: number;
  readonly questions: number;
  /** of these, coded with 0.9 or more */
  readonly sureQuestions: number;
  /** beside these, told as hard to hear */
  readonly doubtfulQuestions: number;
}

const sure = 0.9;

export function inventedIn(sound: Sound, { segments, questions }: Outcome): Invented {
  const counted = questions.filter(({ doubtful }) => !doubtful);
  return {
    minutes: sound.length / sampleRate / 60,
    sentences: segments.filter(({ heard }) => heard !== 'doubtful').length,
    questions: counted.length,
    sureQuestions: counted.filter(({ confidence }) => confidence >= sure).length,
    doubtfulQuestions: questions.length - counted.length,
  };
}

/** What was invented in several sounds. */
export function together(all: readonly Invented[]): Invented {
  const sum = (of: (one: Invented) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    minutes: sum(({ minutes }) => minutes),
    sentences: sum(({ sentences }) => sentences),
    questions: sum(({ questions }) => questions),
    sureQuestions: sum(({ sureQuestions }) => sureQuestions),
    doubtfulQuestions: sum(({ doubtfulQuestions }) => doubtfulQuestions),
  };
}
