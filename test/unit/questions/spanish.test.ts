import { describe, expect, it } from 'vitest';
import type { Label } from '../../../shared/lessons/question.ts';
import { codeQuestions } from '../../../shared/questions/code.ts';
import { localEngine } from '../../../shared/questions/localEngine.ts';
import { clausesOf } from '../../../shared/questions/spanish/clauses.ts';
import { featuresOf } from '../../../shared/questions/spanish/features.ts';

const codeOne = (text: string) => localEngine().codeOne({ text, language: 'es' });

describe('clausesOf', () => {
  it.each([
    ['finds the question behind its mark', 'Mira la rana, ¿por qué salta?', 'por que salta', ''],
    ['takes off openers and endearments', 'A ver, mi amor, ¿y qué ves?', 'que ves', ''],
    ['finds the statement before a tag', 'Está muy grande, ¿verdad?', 'esta muy grande', 'verdad'],
    ['needs no marks', 'a ver por que salta la rana', 'por que salta la rana', ''],
    ['keeps what begins like an opener', '¿A que sabe rico?', 'a que sabe rico', ''],
  ])('%s', (_what, text, core, tag) => {
    const clauses = clausesOf(text);
    expect(clauses.core.join(' ')).toBe(core);
    expect(clauses.tag).toBe(tag);
  });
});

describe('the Spanish model', () => {
  it.each<[Label, string]>([
    ['OEQ', '¿Por qué se hundió la piedra?'],
    ['OEQ', 'por que se hundio la piedra'],
    ['OEQ', '¿Qué creen que va a pasar con la piedra en el agua?'],
    ['OEQ', '¿Cómo lo sabes?'],
    ['OEQ', '¿Qué podríamos hacer para que el puente no se caiga?'],
    ['OEQ', 'Cuéntame cómo hiciste tu torre.'],
    ['OEQ', '¿Me puedes contar qué pasó en el patio?'],
    ['OEQ', '¿Qué pasaría si no lloviera nunca?'],
    ['OEQ', '¿Qué está pasando en este dibujo?'],
    ['CEQ', '¿De qué color es la manzana?'],
    ['CEQ', 'de que color es la manzana'],
    ['CEQ', '¿Cuántos patitos hay?'],
    ['CEQ', '¿Dónde está el gato?'],
    ['CEQ', '¿Quieres más leche?'],
    ['CEQ', '¿Te gustó el cuento?'],
    ['CEQ', '¿Por qué no te sientas aquí?'],
    ['CEQ', '¿Es una vaca o un caballo?'],
    ['CEQ', 'Está muy grande, ¿verdad?'],
    ['CEQ', '¿Qué es, un pato?'],
    ['CEQ', '¿Cómo se llama tu perro?'],
  ])('codes as %s: %s', (label, text) => {
    expect(codeOne(text).label).toBe(label);
  });

  it('is not sure on the border', () => {
    for (const text of ['¿Qué más ves?', '¿Sabes por qué llora?', 'Me pregunto por qué flota.']) {
      expect(codeOne(text).confidence).toBeLessThanOrEqual(0.7);
    }
  });

  it('gives the same label without accents, marks and capitals, in its own version', () => {
    const [marked, bare] = [codeOne('¿Dónde está el gato?'), codeOne('donde esta el gato')];
    expect(bare.label).toBe(marked.label);
    expect(marked.modelVersion).not.toBe(localEngine().codeOne({ text: 'Where is the cat?' }).modelVersion);
  });

  it('takes "va pasar", as people say it, for "va a pasar"', () => {
    for (const text of ['¿Qué creen que va pasar con la piedra?', 'que creen que va pasar con la piedra'])
      expect(localEngine().codeOne({ text, language: 'es' }), text).toMatchObject({ label: 'OEQ', subtype: 'predict' });
  });

  it('has a second one, without CHILDES', () => {
    const authored = localEngine('authored').codeOne({ text: '¿Por qué se hundió la piedra?', language: 'es' });
    expect(authored.label).toBe('OEQ');
    expect(authored.modelVersion).not.toBe(codeOne('¿Por qué?').modelVersion);
    const english = (weights: 'all' | 'authored') => localEngine(weights).codeOne({ text: 'Why?' }).modelVersion;
    expect(english('authored')).toBe(english('all'));
  });

  it('says why in words for people', () => {
    const { evidence } = localEngine().codeOne({ text: '¿Por qué llora?', language: 'es' }, { evidence: true });
    expect(evidence?.[0]).toEqual({ text: 'asks for a reason (why, how come)', weight: expect.any(Number) });
    expect(evidence?.[0]?.weight).toBeGreaterThan(0);
  });

  it('gives each feature once, and has an answer for anything', () => {
    for (const text of ['', '¿?', '…', '¿¿¿', 'ñ', '¿Qué? ¿Qué? ¿Qué?', 'a '.repeat(2000)]) {
      const features = featuresOf(text);
      expect(new Set(features).size).toBe(features.length);
      expect(codeOne(text).confidence).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('answers a hostile text in a moment', () => {
    const before = performance.now();
    codeOne(`que ${'no '.repeat(300)}si ${'me te se '.repeat(100)}`.slice(0, 1000));
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('codeQuestions', () => {
  const found = (text: string) => ({ id: 'q1', start: 0, end: 1, text, before: '', after: '', quoted: false });

  it('codes each question in its own language', async () => {
    const coded = await codeQuestions([found('Why did it sink?'), found('¿Por qué se hundió?')], localEngine());
    expect(coded.map(({ language, label }) => [language, label])).toEqual([
      [undefined, 'OEQ'],
      ['es', 'OEQ'],
    ]);
    expect(new Set(coded.map(({ modelVersion }) => modelVersion)).size).toBe(2);
  });

  it('leaves out what is in a language that nobody here codes', async () => {
    const coded = await codeQuestions([found('Warum ist der Stein gesunken?'), found('Is it red?')], localEngine());
    expect(coded.map(({ text }) => text)).toEqual(['Is it red?']);
  });
});
