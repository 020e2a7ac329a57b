import type { AgreementResponse } from '../api/studies.ts';
import { DataTable } from '../parts/DataTable.tsx';
import { studiesText } from '../text/studies.ts';

type Pair = AgreementResponse['pairs'][number];
type Field = keyof AgreementResponse['alphas'];
const fields: readonly Field[] = ['label', 'subtype', 'askedBy'];
const words = studiesText.agreement;

const together = ({ coders: [first, second] }: Pair) => words.pair({ first, second });
const figure = (value: number | null) => (value === null ? words.undefined : words.figure({ value }));

/** Percent, kappa with its interval, borders, and for more than two coders alpha. */
export function AgreementTables({ agreement }: { agreement: AgreementResponse }) {
  const { pairs, alphas, study } = agreement;
  const rows = pairs.flatMap((pair) => fields.map((field) => ({ pair, field, ...pair[field] })));
  return (
    <>
      <DataTable
        caption={words.codes}
        rows={rows}
        keyOf={({ pair, field }) => `${together(pair)} ${field}`}
        columns={[
          { title: words.coders, cell: ({ pair }) => together(pair) },
          { title: words.what, cell: ({ field }) => words.fields[field] },
          { title: words.questions, cell: ({ units }) => units, number: true },
          {
            title: words.percent,
            cell: ({ agreement: share }) => (share === null ? words.undefined : words.share({ share })),
            number: true,
          },
          { title: words.kappa, cell: ({ kappa }) => figure(kappa), number: true },
          {
            title: words.interval,
            cell: ({ low, high }) => (low === null || high === null ? words.undefined : words.fromTo({ low, high })),
            number: true,
          },
        ]}
      />
      <DataTable
        caption={words.stretches}
        rows={pairs}
        keyOf={together}
        columns={[
          { title: words.coders, cell: together },
          { title: words.lessons, cell: ({ lessons }) => lessons, number: true },
          { title: words.both, cell: ({ questions }) => questions.both, number: true },
          { title: words.onlyFirst, cell: ({ questions }) => questions.onlyFirst, number: true },
          { title: words.onlySecond, cell: ({ questions }) => questions.onlySecond, number: true },
          { title: words.start, cell: ({ borders }) => figure(borders.startSeconds), number: true },
          { title: words.end, cell: ({ borders }) => figure(borders.endSeconds), number: true },
        ]}
      />
      {study.coders.length < 3 ? null : (
        <DataTable
          caption={words.alphas}
          rows={fields.map((field) => ({ field, ...alphas[field] }))}
          keyOf={({ field }) => field}
          columns={[
            { title: words.what, cell: ({ field }) => words.fields[field] },
            { title: words.questions, cell: ({ units }) => units, number: true },
            { title: words.codings, cell: ({ codes }) => codes, number: true },
            { title: words.alpha, cell: ({ alpha }) => figure(alpha), number: true },
          ]}
        />
      )}
    </>
  );
}
