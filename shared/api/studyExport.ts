import { inParallel } from '../inParallel.ts';
import { ownCodebook } from '../lessons/codebook.ts';
import { People } from '../names/people.ts';
import { alphas, type CodedUnit, codebooksOf, codedUnits, pairAgreements } from '../studies/agreement.ts';
import { type AboutLesson, codesCsv } from '../studies/codesCsv.ts';
import { methodsText } from '../studies/methodsText.ts';
import type { UnitCode } from '../studies/study.ts';
import type { Language } from '../words/texts.ts';
import type { Rights } from './access.ts';
import { studyAt } from './studies.ts';
import { codedLessons } from './studyAgreement.ts';
import { maskerOf } from './takeAway.ts';

export interface StudyFile {
  readonly name: string;
  readonly text: string;
}

/**
 * A study to take away: the text of a methods section, or all codes as a table.
 * @param language of the text; a table's columns are the same in each
 * @param names masked: in titles, words and notes, and each coder has one number throughout
 * @throws Problem 404
 */
export async function studyExport(
  studyId: string,
  rights: Rights,
  format: 'txt' | 'csv',
  names: 'shown' | 'masked',
  language: Language = 'en',
): Promise<StudyFile> {
  const { study, lessons } = await studyAt(studyId, rights);
  const coded = await codedLessons(study, lessons);
  const coders = new People('coder');
  const called = (coder: string) => (names === 'masked' ? coders.of(coder) : coder);
  // In the order of the plan, so that a number means the same in both files.
  for (const coder of study.coders) called(coder);
  const units = coded.flatMap(codedUnits);
  // A codebook is mostly called after whose it is.
  const titled = new People('codebook');
  const codebooks = new Map(
    codebooksOf(coded).map((codebook) => {
      const title = names === 'masked' && codebook !== ownCodebook ? titled.of(codebook.title) : codebook.title;
      return [codebook, { ...codebook, title }] as const;
    }),
  );
  const bookOf = new Map(coded.map(({ lessonId, codebook }) => [lessonId, codebooks.get(codebook) ?? codebook]));
  if (format === 'txt') {
    const pairs = pairAgreements(coded).map((pair) => ({
      ...pair,
      coders: [called(pair.coders[0]), called(pair.coders[1])] as const,
    }));
    const coding = { units, codebooks: [...bookOf.values()] };
    return { name: study.name, text: methodsText(study, pairs, alphas(coded), coding, language) };
  }
  const about: AboutLesson = (lessonId) => ({
    title: lessons.get(lessonId)?.title ?? '',
    site: lessons.get(lessonId)?.siteId ?? '',
    codebook: bookOf.get(lessonId) ?? ownCodebook,
  });
  if (names === 'shown') return { name: study.name, text: codesCsv(units, about) };
  const schools = new People('school');
  const settlers = new People('person');
  const maskers = new Map(
    await inParallel(2, [...lessons.values()], async (lesson) => [lesson.id, await maskerOf(lesson)] as const),
  );
  const mask = (lessonId: string, text: string) => maskers.get(lessonId)?.mask(text) ?? '';
  const masked = units.map((unit) => maskedUnit(unit, (text) => mask(unit.lessonId, text), called, settlers));
  return {
    name: study.name,
    text: codesCsv(masked, (id) => {
      const { title, site, codebook } = about(id);
      return { title: mask(id, title), site: schools.of(site), codebook };
    }),
  };
}

type Masks = (text: string) => string;

function maskedUnit(unit: CodedUnit, mask: Masks, called: Masks, settlers: People): CodedUnit {
  const { text, codes, settled, final } = unit;
  const maskedCode = <C extends UnitCode>(code: C): C =>
    code.text === undefined ? code : { ...code, text: mask(code.text) };
  return {
    ...unit,
    text: text === undefined ? undefined : mask(text),
    codes: codes.map(({ coder, code }) => ({ coder: called(coder), code: code && maskedCode(code) })),
    settled: settled && {
      ...maskedCode(settled),
      by: settlers.of(settled.by),
      ...(settled.note === undefined ? {} : { note: mask(settled.note) }),
    },
    final: final && maskedCode(final),
  };
}
