import { describe, expect, test } from 'vitest';
import { ownCodebook } from '../../../shared/lessons/codebook.ts';
import { methodsText } from '../../../shared/studies/methodsText.ts';

const study = {
  coders: ['Ana', 'Ben'],
  lessons: ['a', 'b', 'c'],
  assignments: [
    { lessonId: 'a', coders: ['Ana', 'Ben'] },
    { lessonId: 'b', coders: ['Ana'] },
    { lessonId: 'c', coders: ['Ben'] },
  ],
  seed: '{otoño}',
  showMachine: false,
};
const kappa = { units: 40, agreement: 0.8754, kappa: 0.4923, standardError: 0.1, low: 0.1, high: 0.88 };
const pair = {
  coders: ['Ana', 'Ben'] as const,
  ...{ lessons: 1, questions: { both: 1040, onlyFirst: 1, onlySecond: 0 } },
  borders: { startSeconds: 0.126, endSeconds: 0.2 },
  label: kappa,
  subtype: { ...kappa, kappa: null },
  askedBy: { ...kappa, units: 0, agreement: null },
};
const alpha = { alpha: 0.5, units: 12, codes: 30 };
const alphas = { label: alpha, subtype: alpha, askedBy: alpha };
const unit = {
  ...{ lessonId: 'a', startSeconds: 1, endSeconds: 2, text: 'Why?', codes: [], differs: [] },
  ...{ settled: undefined, final: undefined },
};

describe('the text of a methods section', () => {
  test('is in English', () => {
    const text = methodsText(study, [pair], alphas, { units: [unit], codebooks: [ownCodebook] });
    expect(text).toContain(
      '2 people coded 3 lessons. 1 lesson, drawn by the seed “{otoño}”, was coded by two people who did not see each other’s codes. They did not see the machine’s codes.\n',
    );
    expect(text).toContain(
      'Ana and Ben, 1 lesson in common: 1,040 questions of both, 1 of Ana alone, 0 of Ben alone. Borders differed by 0.13 s at the start and 0.20 s at the end in the mean. OEQ or CEQ: 87.5 % agreement on 40 questions, kappa 0.49, 95 % interval 0.10 to 0.88; subtype: 87.5 % agreement on 40 questions, kappa not defined; who asked: not coded by both.\n',
    );
    expect(text).toMatch(/0 questions were settled in talk; 1 disagreement is open\.\n$/);
    expect(text).not.toContain('alpha 0.50');
  });

  test('is in Spanish, with the same figures', () => {
    const text = methodsText(
      { ...study, coders: ['Ana', 'Ben', 'Eva'] },
      [pair],
      alphas,
      { units: [unit], codebooks: [ownCodebook] },
      'es',
    );
    expect(text).toContain(
      '3 personas codificaron 3 clases. 1 clase, elegida con la semilla “{otoño}”, fue codificada',
    );
    expect(text).toContain(
      'acuerdo de 87.5 % en 40 preguntas, kappa 0.49, intervalo del 95 % de 0.10 a 0.88; subtipo: acuerdo de 87.5 %',
    );
    expect(text).toContain('Todas las personas que codificaron, subtipo: alfa 0.50, 12 preguntas.');
    expect(text).toMatch(/0 preguntas se resolvieron al conversar; queda 1 desacuerdo sin resolver\.\n$/);
    expect(text).not.toMatch(/\b(?:the|of|and|coded|questions)\b/);
  });
});
