import type { Code } from '../../../shared/lessons/question.ts';
import type { LocalModel } from '../../../shared/questions/localModel.ts';
import type { Row } from '../rows.ts';
import { judge } from '../scoring/judge.ts';
import { accuracy, macroF1 } from '../scoring/scores.ts';
import {
  confusionTable,
  labelTable,
  reliabilityTable,
  subtypeTable,
  summaryTable,
  table,
  three,
} from '../scoring/tables.ts';
import { type CrossValidation, foldCount, type Held } from './crossValidation.ts';
import { type FeaturedRow, settings, trainingOf } from './fit.ts';
import { groupsOf } from './folds.ts';
import type { Training } from './languages.ts';

export interface CardContent {
  readonly model: LocalModel;
  readonly rows: readonly FeaturedRow[];
  /** of the training files */
  readonly digests: readonly string[];
  readonly seed: number;
  readonly validation: CrossValidation;
  readonly bySource: ReadonlyMap<string, { readonly rows: readonly Row[]; readonly held: readonly Held[] }>;
  readonly evaluations: readonly {
    readonly digest: string;
    readonly rows: readonly Row[];
    readonly codes: readonly Code[];
  }[];
}

/** The model card: what the model was made from, how it scores, where it fails. It quotes no training question. */
export function modelCard(content: CardContent): string {
  const { model, rows, validation } = content;
  const training = trainingOf(rows);
  const { method, featureFamilies, knownFailures, sources } = training.card;
  const judged = judge(rows, validation.held);
  const sure = judged.filter((_, index) => (rows[index]?.weight ?? 1) > 0.6);
  const unsure = judged.filter((_, index) => (rows[index]?.weight ?? 1) <= 0.6);
  return `${[
    '# The local engine’s model',
    `Version \`${model.version}\`, ${Object.keys(model.features).length} features. Written by \`npm run train\`; do not edit.`,
    method,
    '## Data',
    dataSection(content, training.decisions),
    sourcesSection(rows, sources),
    '## Features',
    featureFamilies,
    familyTable(model),
    '## Settings',
    settingsSection(content.seed),
    `## Scores in grouped cross-validation`,
    `${foldCount} folds over ${validation.groupCount} groups; a group holds near-duplicates, so that no fold sees a question and its twin. Intervals are 95 % bootstrap intervals over groups.`,
    summaryTable(judged, groupsOf(rows)),
    labelTable(judged),
    confusionTable(judged),
    `Macro-F1 where the coder was sure (${sure.length}): ${three(macroF1(sure))}; accuracy where not (${unsure.length}): ${unsure.length > 0 ? three(accuracy(unsure)) : '-'}.`,
    '### By subtype',
    '“Label right” is the share of that subtype’s questions whose label (open or closed) was right.',
    subtypeTable(judged),
    '### Calibration curve',
    'Fitted within folds. “Right” should be near “mean confidence”.',
    reliabilityTable(judged),
    '### By the kind of answer that the grammar invites',
    'What the wrong ones are made of: all kinds with two wrong labels or more.',
    kindTable(rows, validation.held, training.kindOf),
    ...(content.bySource.size === 0
      ? []
      : [
          '## A source that the model has not seen',
          'Trained on the other sources, tested on this one: an estimate of new kinds of talk.',
          sourceTable(content.bySource),
        ]),
    ...content.evaluations.flatMap((evaluation) => evaluationSection(evaluation)),
    '## Known failures',
    knownFailures,
  ].join('\n\n')}\n`;
}

/** Where the rows are from and on what terms, and what the weights hold of them. */
function sourcesSection(rows: readonly Row[], known: Readonly<Record<string, string>>): string {
  const present = [...new Set(rows.map(({ source }) => source))].sort();
  const { fewestSources, withoutNames } = trainingOf(rows);
  const fewest = Math.min(fewestSources, present.length);
  return [
    present.map((source) => `- \`${source}\`: ${known[source] ?? 'as whoever trained knows.'}`).join('\n'),
    `A feature stands in ${settings.rarest} rows or more${fewest > 1 ? ` of ${fewest} sources or more` : ''}${withoutNames ? ', and holds no word that is written with a capital inside a sentence (names)' : ''}.`,
  ].join('\n\n');
}

function dataSection({ rows, digests }: CardContent, decisions: Training['decisions']): string {
  const sources = [...new Set(rows.map(({ source }) => source))].sort();
  const count = (test: (row: Row) => boolean) => String(rows.filter(test).length);
  return [
    `Files with SHA-256 beginning ${digests.map((digest) => `\`${digest}\``).join(', ')}: ${rows.length} questions. Their text belongs to its sources and is not part of this repository; only weights over words and forms are.`,
    table(
      ['source', 'questions', 'OEQ', 'CEQ', 'coder unsure'],
      sources.map((source) => [
        source,
        count((row) => row.source === source),
        count((row) => row.source === source && row.label === 'OEQ'),
        count((row) => row.source === source && row.label === 'CEQ'),
        count((row) => row.source === source && row.weight <= 0.6),
      ]),
    ),
    'An unsure coder’s row counts half, and a row on which coders disagree by the share that agrees.',
    ...(decisions.length === 0
      ? []
      : [
          decisions
            .map(
              ({ reason, label, weight }) =>
                `Decision of the codebook, counted like ${weight} ${label} rows: ${reason}`,
            )
            .join('\n'),
        ]),
  ].join('\n\n');
}

function familyTable({ features }: LocalModel): string {
  const counts = new Map<string, number>();
  for (const name of Object.keys(features)) {
    const family = name.slice(0, name.indexOf(':'));
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return table(
    ['family', 'features'],
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([family, count]) => [family, String(count)]),
  );
}

function settingsSection(seed: number): string {
  const { rarest, penalty, subtypePenalty, scales, balance } = settings;
  const scaleText = Object.entries(scales)
    .map(([family, scale]) => `${family} ${scale}`)
    .join(', ');
  return `Seed ${seed}; features in ${rarest} questions or more; L2 penalty ${penalty} (subtypes ${subtypePenalty}); scales ${scaleText}; subtype balance ${balance}.`;
}

function kindTable(rows: readonly Row[], held: readonly Held[], kindOf: Training['kindOf']): string {
  const kinds = new Map<string, { count: number; wrong: number; unsure: number }>();
  for (const [index, row] of rows.entries()) {
    const name = kindOf(row.text);
    const kind = kinds.get(name) ?? { count: 0, wrong: 0, unsure: 0 };
    kinds.set(name, kind);
    kind.count += 1;
    if (held[index]?.label === row.label) continue;
    kind.wrong += 1;
    if (row.weight <= 0.6) kind.unsure += 1;
  }
  return table(
    ['kind', 'questions', 'wrong', 'of these, coder unsure'],
    [...kinds]
      .filter(([, { wrong }]) => wrong >= 2)
      .sort(([, a], [, b]) => b.wrong - a.wrong)
      .map(([name, { count, wrong, unsure }]) => [name, String(count), String(wrong), String(unsure)]),
  );
}

function sourceTable(bySource: CardContent['bySource']): string {
  return table(
    ['source left out', 'questions', 'accuracy', 'macro-F1'],
    [...bySource].map(([source, { rows, held }]) => {
      const judged = judge(rows, held);
      return [source, String(rows.length), three(accuracy(judged)), three(macroF1(judged))];
    }),
  );
}

function evaluationSection({ digest, rows, codes }: CardContent['evaluations'][number]): string[] {
  const judged = judge(rows, codes);
  return [
    `## Scores on a file that the model was not trained on (\`${digest}\`)`,
    summaryTable(judged),
    labelTable(judged),
    confusionTable(judged),
  ];
}
