import type { Code, Label, Subtype } from '../lessons/question.ts';
import type { CodingEngine, CodingOptions, QuestionText } from './engine.ts';
import { evidenceOf } from './evidence.ts';
import { featuresOf } from './features.ts';
import { type LocalModel, subtypesOf } from './localModel.ts';
import standingModel from './model.json' with { type: 'json' };

/** The engine that needs no network: synchronous inside, with the interface of all engines around it. */
export interface LocalEngine extends CodingEngine {
  /** One question in microseconds. Any text has an answer, even an empty one. */
  codeOne(question: QuestionText, options?: CodingOptions): Code;
}

/** Nobody is surer than this of a code: among a thousand sure ones some were wrong. */
const surest = 0.995;

let standing: LocalEngine | undefined;

/** The local engine with the model of this repository, made once. */
export function localEngine(): LocalEngine {
  standing ??= engineFrom(standingModel);
  return standing;
}

/** An engine from any trained model, such as one that is compared with the standing one. */
export function engineFrom(model: LocalModel): LocalEngine {
  const weights = new Map(Object.entries(model.features).map(([name, row]) => [name, Float64Array.from(row)]));
  const { slope, offset } = model.calibration;

  const codeOne = ({ text }: QuestionText, options: CodingOptions = {}): Code => {
    const scores = Float64Array.from(model.bias);
    const features = featuresOf(text);
    for (const feature of features) {
      const row = weights.get(feature);
      if (row === undefined) continue;
      for (let index = 0; index < row.length; index += 1) scores[index] = (scores[index] ?? 0) + (row[index] ?? 0);
    }
    const open = 1 / (1 + Math.exp(-(slope * (scores[0] ?? 0) + offset)));
    const label: Label = open >= 0.5 ? 'OEQ' : 'CEQ';
    const code: Code = {
      label,
      subtype: bestSubtype(label, scores),
      confidence: Math.round(1e4 * Math.min(surest, Math.max(open, 1 - open))) / 1e4,
      engine: 'local',
      modelVersion: model.version,
    };
    if (options.evidence === true)
      code.evidence = evidenceOf(features, (name) => slope * (weights.get(name)?.[0] ?? 0));
    return code;
  };

  return {
    name: 'local',
    modelVersion: model.version,
    codeOne,
    code: async (questions, options = {}) => {
      options.signal?.throwIfAborted();
      return questions.map((question) => codeOne(question, options));
    },
  };
}

/** The highest scored of the label's own subtypes. */
function bestSubtype(label: Label, scores: Float64Array): Subtype {
  const names: readonly Subtype[] = subtypesOf[label];
  const first = label === 'OEQ' ? 1 : 1 + subtypesOf.OEQ.length;
  let best: Subtype = subtypesOf[label][0];
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, name] of names.entries()) {
    const score = scores[first + index] ?? 0;
    if (score <= highest) continue;
    highest = score;
    best = name;
  }
  return best;
}
