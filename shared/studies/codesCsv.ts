import { stringify } from 'csv-stringify/sync';
import { type Codebook, nameOf } from '../lessons/codebook.ts';
import type { CodedUnit } from './agreement.ts';
import type { UnitCode } from './study.ts';

const columns = [
  ...['lesson', 'title', 'unit', 'startSeconds', 'endSeconds', 'text', 'coder', 'label', 'subtype', 'askedBy'],
  ...['coders', 'agreed', 'finalLabel', 'finalSubtype', 'finalAskedBy', 'settledBy', 'settledAt', 'settledNote'],
  ...['site', 'codebook', 'subtypeName', 'finalSubtypeName'],
];

/** What a row says of its lesson; subtypes are keys of its site's codebook. */
export type AboutLesson = (lessonId: string) => {
  readonly title: string;
  readonly site: string;
  readonly codebook: Codebook;
};

/** All codes of a study, a row for each, with the code that counts beside them (as questionsCsv writes). */
export function codesCsv(units: readonly CodedUnit[], about: AboutLesson): string {
  const rows = units.flatMap((unit, index) => {
    const { title, site, codebook } = about(unit.lessonId);
    const named = (code: Pick<UnitCode, 'subtype'> | undefined) =>
      code?.subtype === undefined ? '' : nameOf(codebook, code.subtype);
    return unit.codes.map(({ coder, code }) => [
      ...[unit.lessonId, title, index + 1],
      ...[code?.startSeconds ?? '', code?.endSeconds ?? '', unit.text ?? '', coder],
      ...fieldsOf(code ?? { label: 'none' }),
      ...[unit.codes.length, unit.differs.length === 0 ? 'yes' : 'no'],
      ...(unit.final === undefined ? ['', '', ''] : fieldsOf(unit.final)),
      ...[unit.settled?.by ?? '', unit.settled?.at ?? '', unit.settled?.note ?? ''],
      ...[site, codebook.title, named(code), named(unit.final)],
    ]);
  });
  return stringify(rows, { header: true, columns, escape_formulas: true, bom: true });
}

const fieldsOf = ({ label, subtype, askedBy }: Pick<UnitCode, 'label' | 'subtype' | 'askedBy'>) => [
  label,
  subtype ?? '',
  askedBy ?? '',
];
