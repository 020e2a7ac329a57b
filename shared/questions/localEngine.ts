import { type Code, type CodedLanguage, type Label, type Subtype, subtypesOf } from '../lessons/question.ts';
import type { CodingEngine, CodingOptions, QuestionText } from './engine.ts';
import { evidenceOf } from './evidence.ts';
import { featuresOf as englishFeaturesOf, isBorder as isEnglishBorder } from './features.ts';
import { type LocalModel, numbersPerFeature } from './localModel.ts';
import englishModel from './model.json' with { type: 'json' };
import authoredModel from './spanish/authored/model.json' with { type: 'json' };
import { isBorder as isSpanishBorder, featuresOf as spanishFeaturesOf } from './spanish/features.ts';
import spanishModel from './spanish/model.json' with { type: 'json' };

/** The engine that needs no network: synchronous inside, with the interface of all engines around it. */
export interface LocalEngine extends CodingEngine {
  /** One question in microseconds. Any text has an answer, even an empty one. */
  codeOne(question: QuestionText, options?: CodingOptions): Code;
  /** The likeliest subtype if the label is this one. */
  subtypeOf(question: QuestionText, label: Label): Subtype;
}

/** Nobody is surer than this of a code: among a thousand sure ones some were wrong. */
const surest = 0.995;
/** Nor than this on the codebook's border (docs/codebook.md: 0.5 to 0.7). */
const surestOnBorder = 0.7;

/** Of which lines the Spanish weights are: of all sources, or of those alone that were written for this purpose. */
export type SpanishWeights = 'all' | 'authored';
const spanishModels = { all: spanishModel, authored: authoredModel } as const;

const standing = new Map<SpanishWeights, LocalEngine>();

/** The local engine with the models of this repository, made once: each language is coded by its own. */
export function localEngine(weights: SpanishWeights = 'all'): LocalEngine {
  const made =
    standing.get(weights) ?? inEachLanguage(engineFrom(englishModel), engineFrom(spanishModels[weights], 'es'));
  standing.set(weights, made);
  return made;
}

/** The local engine with another model in the place of the standing one of its language. */
export function localEngineWith(model: LocalModel, weights: SpanishWeights = 'all'): LocalEngine {
  const other = engineFrom(model, model.language);
  if (model.language === 'es') return { ...inEachLanguage(localEngine(weights), other), modelVersion: model.version };
  return inEachLanguage(other, localEngine(weights));
}

/** @param english codes what names no language, and gives the engine's version its name */
function inEachLanguage(english: LocalEngine, spanish: LocalEngine): LocalEngine {
  const codeOne: LocalEngine['codeOne'] = (question, options) =>
    (question.language === 'es' ? spanish : english).codeOne(question, options);
  const subtypeOf: LocalEngine['subtypeOf'] = (question, label) =>
    (question.language === 'es' ? spanish : english).subtypeOf(question, label);
  return { ...english, codeOne, subtypeOf, code: async (questions, options) => codeAll(codeOne, questions, options) };
}

function codeAll(
  codeOne: LocalEngine['codeOne'],
  questions: readonly QuestionText[],
  options: CodingOptions = {},
): Code[] {
  options.signal?.throwIfAborted();
  return questions.map((question) => codeOne(question, options));
}

/** What a language's models see of a question, and which of its kinds nobody is sure of. */
const seeing = {
  en: { featuresOf: englishFeaturesOf, isBorder: isEnglishBorder },
  es: { featuresOf: spanishFeaturesOf, isBorder: isSpanishBorder },
} as const;

/** An engine from any trained model, such as one that is compared with the standing one. */
export function engineFrom(model: Omit<LocalModel, 'language'>, language: CodedLanguage = 'en'): LocalEngine {
  const { featuresOf, isBorder } = seeing[language];
  const { slope, offset } = model.calibration;
  // All numbers in one row, each feature's from its own place on: what is read together lies together.
  const numbers = Float64Array.from([model.bias, ...Object.values(model.features)].flat());
  const places = new Map(Object.keys(model.features).map((name, index) => [name, (index + 1) * numbersPerFeature]));

  const hitsOf = (features: ReturnType<typeof featuresOf>): number[] => {
    const hits = [0];
    for (const feature of features) {
      const place = places.get(feature);
      if (place !== undefined) hits.push(place);
    }
    return hits;
  };
  const codeOne = ({ text }: QuestionText, options: CodingOptions = {}): Code => {
    const features = featuresOf(text);
    const hits = hitsOf(features);
    const open = 1 / (1 + Math.exp(-(slope * sumAt(numbers, hits, 0) + offset)));
    const label: Label = open >= 0.5 ? 'OEQ' : 'CEQ';
    const code: Code = {
      label,
      subtype: bestSubtype(label, numbers, hits),
      confidence:
        Math.round(1e4 * Math.min(isBorder(features) ? surestOnBorder : surest, Math.max(open, 1 - open))) / 1e4,
      engine: 'local',
      modelVersion: model.version,
    };
    if (options.evidence === true) {
      code.evidence = evidenceOf(features, (name) => slope * (numbers[places.get(name) ?? -1] ?? 0));
    }
    return code;
  };

  return {
    name: 'local',
    modelVersion: model.version,
    codeOne,
    subtypeOf: ({ text }, label) => bestSubtype(label, numbers, hitsOf(featuresOf(text))),
    code: async (questions, options) => codeAll(codeOne, questions, options),
  };
}

/** The highest scored of the label's own subtypes. */
function bestSubtype(label: Label, numbers: Float64Array, hits: readonly number[]): Subtype {
  const names: readonly Subtype[] = subtypesOf[label];
  const first = label === 'OEQ' ? 1 : 1 + subtypesOf.OEQ.length;
  let best: Subtype = subtypesOf[label][0];
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < names.length; index += 1) {
    const score = sumAt(numbers, hits, first + index);
    if (score <= highest) continue;
    highest = score;
    best = names[index] ?? best;
  }
  return best;
}

function sumAt(numbers: Float64Array, hits: readonly number[], column: number): number {
  let sum = 0;
  for (let index = 0; index < hits.length; index += 1) sum += numbers[(hits[index] ?? 0) + column] ?? 0;
  return sum;
}

/** The models that code, by their languages, as files hold them. */
export const localModels = (weights: SpanishWeights = 'all') => [englishModel, spanishModels[weights]] as const;
