import { join } from 'node:path';
import type { CodedLanguage } from '../../../shared/lessons/question.ts';
import { featuresOf } from '../../../shared/questions/features.ts';
import { parse } from '../../../shared/questions/grammar/parse.ts';
import { senseNames } from '../../../shared/questions/grammar/senseNames.ts';
import { sensesOf } from '../../../shared/questions/grammar/senses.ts';
import { featuresOf as spanishFeaturesOf } from '../../../shared/questions/spanish/features.ts';
import { senseNames as spanishSenseNames } from '../../../shared/questions/spanish/senseNames.ts';
import { english } from './cardText.ts';
import { type Decision, decisions } from './decisions.ts';
import { spanish } from './spanishCardText.ts';

/** What training in one language needs to know of it. */
export interface Training {
  readonly language: CodedLanguage;
  readonly featuresOf: (text: string) => string[];
  /** the kind of answer that a question invites, in words for people */
  readonly kindOf: (text: string) => string;
  readonly decisions: readonly Decision[];
  /** the parts of the model card that no figure changes */
  readonly card: Readonly<Record<'method' | 'featureFamilies' | 'knownFailures', string>> & {
    /** citation and terms by the name of a source */
    readonly sources: Readonly<Record<string, string>>;
  };
  /** features that fewer sources show are left out, where there are so many; and whether those with names are */
  readonly fewestSources: number;
  readonly withoutNames: boolean;
  /** where the model and its card stand */
  readonly folder: string;
}

const questions = join(import.meta.dirname, '../../..', 'shared', 'questions');

export const trainings: Readonly<Record<CodedLanguage, Training>> = {
  en: {
    language: 'en',
    featuresOf,
    kindOf: (text) => {
      const sense = sensesOf(parse(text))[0];
      return sense === undefined ? 'statement' : senseNames[sense];
    },
    decisions,
    card: english,
    fewestSources: 1,
    withoutNames: false,
    folder: questions,
  },
  es: {
    language: 'es',
    featuresOf: spanishFeaturesOf,
    kindOf: (text) => {
      const sense = spanishFeaturesOf(text)
        .find((feature) => feature.startsWith('sense:'))
        ?.slice('sense:'.length);
      return spanishSenseNames[sense ?? ''] ?? 'statement';
    },
    decisions: [],
    card: spanish,
    fewestSources: 2,
    withoutNames: true,
    folder: join(questions, 'spanish'),
  },
};
