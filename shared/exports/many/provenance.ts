import { createHash } from 'node:crypto';

/** What made the figures, so that a study can be repeated after an update. */
export interface Provenance {
  readonly askwell: string;
  readonly coding: {
    readonly engine: string;
    readonly largeModel: string | null;
    /** Of the local models: SHA-256 of the model's JSON, written without white space. */
    readonly localModels: readonly { readonly language: string; readonly version: string; readonly sha256: string }[];
  };
  readonly speech: {
    readonly model: string;
    readonly language: string;
    /** SHA-256 of each file of our own service's weights, as that checked them; null where it is not set or does not answer. */
    readonly weights: Readonly<Record<string, string>> | null;
  };
  /** What else changes a figure, by its own name. */
  readonly settings: Readonly<Record<string, string | number | null>>;
  readonly thresholds: Readonly<Record<string, number>>;
}

export interface Extent {
  readonly at: string;
  readonly lessons: number;
  readonly questions: number;
  /** Of questions.csv. */
  readonly sha256: string;
  readonly names: 'shown' | 'masked';
}

const hashOf = (all: object) =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');

/** One line to cite; `provenance.json` beside it has all that its hashes of settings and weights stand for. */
export function citation(from: Provenance, extent: Extent): string {
  const { askwell, coding, speech, thresholds } = from;
  const models = coding.localModels.map(({ language, version, sha256 }) => `${language} ${version} sha256:${sha256}`);
  const large = coding.largeModel === null ? '' : ` with ${coding.largeModel}`;
  const limits = Object.entries(thresholds).map(([name, value]) => `${name} ${value}`);
  const settings = hashOf(from.settings);
  const weights = speech.weights === null ? '' : ` weights sha256:${hashOf(speech.weights)}`;
  const parts = [
    `Askwell ${askwell}`,
    `coding ${coding.engine}${large} (${models.join(', ')})`,
    `speech ${speech.model} (${speech.language})${weights}`,
    `thresholds ${limits.join(', ')}`,
    `settings sha256:${settings}`,
    `${extent.lessons} lessons, ${extent.questions} questions, names ${extent.names}`,
    `questions.csv sha256:${extent.sha256}`,
    `exported ${extent.at}`,
  ];
  return `${parts.join('; ')}\n`;
}
