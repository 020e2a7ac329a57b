import { stringify } from 'csv-stringify/sync';
import type { CodedUnit } from './agreement.ts';
import type { UnitCode } from './study.ts';

const columns = [
  ...['lesson', 'title', 'unit', 'startSeconds', 'endSeconds', 'text', 'coder', 'label', 'subtype', 'askedBy'],
  ...['coders', 'agreed', 'finalLabel', 'finalSubtype', 'finalAskedBy', 'settledBy', 'settledAt', 'settledNote'],
];

/** All codes of a study, a row for each, with the code that counts beside them (as questionsCsv writes). */
export function codesCsv(units: readonly CodedUnit[], titleOf: (lessonId: string) => string): string {
  const rows = units.flatMap((unit, index) =>
    unit.codes.map(({ coder, code }) => [
      ...[unit.lessonId, titleOf(unit.lessonId), index + 1],
      ...[code?.startSeconds ?? '', code?.endSeconds ?? '', unit.text ?? '', coder],
      ...fieldsOf(code ?? { label: 'none' }),
      ...[unit.codes.length, unit.differs.length === 0 ? 'yes' : 'no'],
      ...(unit.final === undefined ? ['', '', ''] : fieldsOf(unit.final)),
      ...[unit.settled?.by ?? '', unit.settled?.at ?? '', unit.settled?.note ?? ''],
    ]),
  );
  return stringify(rows, { header: true, columns, escape_formulas: true, bom: true });
}

const fieldsOf = ({ label, subtype, askedBy }: Pick<UnitCode, 'label' | 'subtype' | 'askedBy'>) => [
  label,
  subtype ?? '',
  askedBy ?? '',
];
