import type { Evidence } from '../lessons/question.ts';
import { senseNames } from './grammar/senseNames.ts';
import { senseNames as spanishSenseNames } from './spanish/senseNames.ts';

/** More pieces than this tell a person nothing new. */
const pieces = 5;
/** A weight below this (log-odds) moves a probability by less than three hundredths. */
const worthTelling = 0.1;

// English after Spanish: a name that both have means the same in both.
const descriptions: ReadonlyMap<string, string> = new Map(Object.entries({ ...spanishSenseNames, ...senseNames }));

/**
 * The strongest evidence for and against an open question, in words for people, strongest first.
 * @param weightOf a feature's weight in log-odds, > 0 for open
 */
export function evidenceOf(features: readonly string[], weightOf: (feature: string) => number): Evidence[] {
  const sums = new Map<string, number>();
  for (const feature of features) {
    const text = describe(feature);
    sums.set(text, (sums.get(text) ?? 0) + weightOf(feature));
  }
  return [...sums]
    .filter(([, weight]) => Math.abs(weight) >= worthTelling)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, pieces)
    .map(([text, weight]) => ({ text, weight: Math.round(weight * 100) / 100 }));
}

/** A feature's name in plain words; features that say the same to a person get the same words. */
export function describe(feature: string): string {
  const colon = feature.indexOf(':');
  const family = feature.slice(0, colon);
  const value = feature.slice(colon + 1);
  if (feature.startsWith('asks:accented')) return 'has a question word';
  switch (family) {
    case 'sense': {
      const [sense = value] = value.split(', ');
      return descriptions.get(sense) ?? sense;
    }
    case 'matrix':
      return `stands inside "${matrixWords.get(value.split(' ')[0] ?? '') ?? value}"`;
    case 'kind':
      return `asks for ${kindWords.get(value) ?? value}`;
    case 'begin':
      return `begins with "${value}"`;
    case 'end':
      return `ends with "${value}"`;
    case 'before':
      return `comes after "${value}"`;
    case 'length':
      return lengthWords(value.split(' ').at(-1) ?? '');
    case 'word':
    case 'pair':
      return `says "${value}"`;
    case 'choice':
      return descriptions.get('choice') ?? value;
    case 'stem':
      return `says "${value}…"`;
    case 'ends':
      return `says "…${value}"`;
    case 'tag':
      return descriptions.get('tagged') ?? value;
    case 'fill':
      return descriptions.get('gap') ?? value;
    default:
      return `is built as "${value.replaceAll(/\b(?:none|other|nobody)\b/gu, '…')}"`;
  }
}

/** The classes of features.ts, as far as people tell them apart. */
function lengthWords(size: string): string {
  const least = Number.parseInt(size, 10);
  if (least <= 5) return 'is short: a few words';
  return least <= 8 ? 'is of middling length' : 'is long: many words';
}

const kindWords = new Map([
  ['ways', 'a way, a purpose or a state'],
  ['ahead', 'a thought or what may come'],
  ['telling', 'a telling'],
  ['events', 'what happens, or what is noticed'],
  ['one thing', 'one thing'],
  ['whether', 'yes or no'],
]);

const matrixWords = new Map([
  ['think', 'do you think'],
  ['tell', 'can you tell me'],
  ['know', 'do you know'],
]);
