import { isDeepStrictEqual } from 'node:util';
import { inParallel } from '../inParallel.ts';
import type { Choices } from '../lessons/choices.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { config, languagesOf } from '../settings/config.ts';
import { costOf, priceOf } from '../settings/prices.ts';
import { speechOffers } from '../settings/providerUses.ts';
import { speakersAllowed } from '../settings/speakers.ts';
import type { Rights } from './access.ts';
import type { ReanalysisOffers } from './contract.ts';
import { lessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

const readAtOnce = 8;

/** With what lessons can be analysed again, and what it would cost. @throws as `lessonAt` for any of them */
export async function reanalysisOffers(ids: readonly string[], rights: Rights): Promise<ReanalysisOffers> {
  const lessons = await inParallel(readAtOnce, [...new Set(ids)], async (id) => (await lessonAt(id, rights)).lesson);
  const settings = config();
  const [first] = lessons;
  const durationSeconds = lessons.reduce((sum, { result }) => sum + (result?.durationSeconds ?? 0), 0);
  const heard = { inputTokens: 0, outputTokens: 0, audioSeconds: durationSeconds };
  const same = lessons.every(({ choices }) => isDeepStrictEqual(choices ?? {}, first?.choices ?? {}));
  return {
    lessonCount: lessons.length,
    durationSeconds,
    choices: (same ? first?.choices : undefined) ?? {},
    languages: [...languagesOf(settings, first === undefined ? undefined : { siteId: first.siteId })],
    trackCount: fewestTracks(lessons),
    models: speechOffers(settings).map((use) => ({
      name: use.name,
      model: use.model,
      speechCost: costOf(heard, priceOf(use, settings.PRICES)),
    })),
    speakers: canTellSpeakers(),
    codingCost: lessons.reduce<number | null>((sum, lesson) => plus(sum, codingCostOf(lesson)), 0),
  };
}

/** @throws Problem 400 'not-offered' for what this lesson cannot be analysed with */
export function assertOffered({ track, model, speakers }: Choices, { result }: Pick<Lesson, 'result'>): void {
  const trackCount = result?.sound?.trackCount;
  if (track !== undefined && trackCount !== undefined && track > trackCount)
    throw notOffered(`The recording has no sound track ${track}, but ${trackCount}.`);
  const names = speechOffers(config()).map(({ name }) => name);
  if (model !== undefined && !names.includes(model))
    throw notOffered(`There is no speech model "${model}"; there is ${names.join(', ')}.`);
  if (speakers === true && !canTellSpeakers())
    throw notOffered('Voices are not told apart here: SPEAKERS is off, or there is no speech service.');
}

const notOffered = (why: string) => new Problem(400, 'not-offered', 'It cannot be analysed so', why);

function canTellSpeakers(): boolean {
  const settings = config();
  return settings.SPEECH_SERVICE_URL !== undefined && speakersAllowed(settings);
}

function fewestTracks(lessons: readonly Lesson[]): number | null {
  const counts = lessons.map(({ result }) => result?.sound?.trackCount);
  const known = counts.flatMap((count) => (count === undefined ? [] : [count]));
  return known.length < counts.length ? null : Math.min(...known);
}

const codingCostOf = ({ result }: Lesson): number | null => (result?.cost === undefined ? 0 : result.cost.coding.money);

// What is not known makes a sum that is not known.
const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
