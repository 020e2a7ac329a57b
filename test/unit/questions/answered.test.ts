import { describe, expect, it } from 'vitest';
import { type Dialogue, foundIn, lessonOf } from '../../../scripts/train/scoring/answerScores.ts';
import { codeQuestions } from '../../../shared/questions/code.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { localEngine } from '../../../shared/questions/localEngine.ts';

/** "educator" asks first; "2.5: …" is a pause before the turn, "* …" another voice. */
function dialogue(...turns: readonly string[]): Dialogue {
  const told = turns.map((turn) => {
    const [, pause = '1', other, text = ''] = /^(?:([\d.]+): )?(\* )?(.*)$/u.exec(turn) ?? [];
    const language = /^(?:Why|How|What|Because|It)\b/u.test(text) ? 'en' : 'es';
    return { by: other === undefined ? 'educator' : 'child', pauseSeconds: Number(pause), language, text };
  });
  return { part: 'tuned', kind: 'written here', question: true, turns: told };
}
const withVoices = (...turns: string[]) => foundIn(dialogue(...turns), true);
const without = (...turns: string[]) => foundIn(dialogue(...turns), false);

describe('an answer that was written as a question', () => {
  it.each([
    ['¿Por qué se hundió la piedra?', '¿Por qué la piel la pesa mucho?'],
    ['¿Cómo lo sabes?', '¿Por qué está arriba y no sende?'],
    ['¿Por qué lo hiciste?', '¿Por qué sí?'],
    ['¿Qué crees que pasó?', '¿Por qué nadie le dio agua?'],
    ['Why did it sink?', '¿Por qué pesa mucho?'],
    ['How do you know?', '¿Por qué lo vi en mi casa?'],
    ['Why did it sink?', "Because it's heavy?"],
    ['Explícame por qué flota.', 'Maestra, ¿por qué tiene aire?'],
  ])('is none in another voice, and in doubt where voices are not told: %s %s', (question, answer) => {
    expect(withVoices(question, `* ${answer}`)).toBe('none');
    expect(without(question, `* ${answer}`)).toBe('in doubt');
  });

  it('follows a filler or another answer', () => {
    expect(without('¿Por qué flota?', '* Yo sé.', '* ¿Por qué no pesa nada?')).toBe('in doubt');
    expect(without('¿Por qué flota?', '* Porque tiene aire.', '* ¿Por qué es de madera?')).toBe('in doubt');
    expect(without('¿Por qué flota?', '* Porque tiene mucho aire.', '* ¿Por qué es de madera?')).toBe('in doubt');
    expect(withVoices('¿Por qué flota?', '* ¿Por qué tiene aire?', '* ¿Por qué es de madera?')).toBe('none');
    expect(without('¿Por qué flota?', '* Tiene aire adentro.', '¿Por qué se hunde el clavo?')).toBe('in doubt');
    expect(without('¿Por qué flota?', '* Tiene mucho aire adentro.', '¿Por qué se hunde el clavo?')).toBe('sure');
    expect(without('¿Por qué flota?', 'Muy bien, porque sí.', '¿Por qué se hunde el clavo?')).toBe('sure');
  });

  it('gives a reason for what the same voice has just answered', () => {
    expect(withVoices('¿Flota o se hunde?', '* La piedra se hunde.', '* ¿Por qué pesa mucho?')).toBe('in doubt');
    expect(withVoices('¿Flota o se hunde?', '* La piedra se hunde.', '¿Por qué pesa mucho?')).toBe('sure');
    expect(withVoices('¿Flota o se hunde?', '* La piedra se hunde.', '* ¿Por qué se hunde?')).toBe('sure');
  });

  it('is told by what it follows, in other words too', () => {
    expect(without('¿Qué pasó con la piedra?', '* ¿Qué se hundió?')).toBe('in doubt');
    expect(without('¿Qué es esto?', '* ¿Qué se hundió?')).toBe('sure');
    expect(without('¿Cómo nada el pato?', '* ¿Cómo los barcos?')).toBe('in doubt');
    expect(without('¿Cómo nada el pato?', '* ¿Cómo sabes?')).toBe('sure');
    expect(without('¿Cuándo usamos paraguas?', '* ¿Cuándo llueve?')).toBe('in doubt');
    expect(without('¿Dónde vive el pez?', '* ¿Dónde hay agua?')).toBe('in doubt');
    expect(without('¿Dónde está el pez?', '¿Dónde está el pato?')).toBe('sure');
    expect(withVoices('¿Quién puede pasar?', '* ¿Quién levantó la mano?')).toBe('in doubt');
    expect(without('¿Quién vino?', '¿Quién tocó la puerta?')).toBe('sure');
  });

  it('is coded as no better than a guess, and says why', async () => {
    const { turns } = dialogue('¿Por qué se hundió la piedra?', '* ¿Por qué pesa mucho?');
    const lesson = lessonOf({ part: 'tuned', kind: '', question: false, turns }, false);
    const [why, answer] = await codeQuestions(findQuestions(lesson), localEngine());
    expect(why).not.toHaveProperty('doubtful');
    expect(why).not.toHaveProperty('mayAnswer');
    expect(answer).toMatchObject({ doubtful: true, mayAnswer: true });
    expect(answer?.confidence).toBeLessThanOrEqual(0.75);
  });
});

describe('a question behind a question', () => {
  it('asks in the voice of the asker', () => {
    expect(withVoices('¿Por qué se hundió la piedra?', '¿Por qué no flotó?')).toBe('sure');
    expect(withVoices('¿Por qué se hundió?', '* Porque pesa.', '¿Y por qué el barco pesa?')).toBe('sure');
  });

  it('asks where it says again what was asked or answered', () => {
    expect(without('¿Por qué se hundió la piedra?', '2.5: ¿Por qué se hundió?')).toBe('sure');
    expect(without('¿Por qué se hundió?', '* Porque pesa mucho.', '¿Por qué pesa mucho?')).toBe('sure');
    expect(withVoices('¿Por qué se hundió la piedra?', '* ¿Por qué se hundió?')).toBe('in doubt');
  });

  it('asks where it takes up an answer in English', () => {
    expect(without('Why did it sink?', "* Because it's heavy.", "Because it's heavy?")).toBe('sure');
    expect(without('Why did it sink?', '2: Because?')).toBe('sure');
    expect(withVoices('Why did it sink?', "2: Because it's heavy?")).toBe('sure');
  });

  it('asks where only somebody who asks says so', () => {
    for (const asked of ['¿Por qué?', '¿Por qué crees eso?', 'A ver, ¿por qué pesa?', '¿Por qué será que pesa?'])
      expect(withVoices('¿Por qué se hundió?', `* ${asked}`), asked).toBe('sure');
  });

  it('asks where no reason was asked for, or long ago', () => {
    expect(without('¿De qué color es?', '* Roja.', '¿Por qué flota la manzana?')).toBe('sure');
    expect(without('¿Va a caber?', '* No.', '¿Por qué no?')).toBe('sure');
    expect(without('Vamos a salir.', '* ¿Por qué vamos al patio?')).toBe('sure');
    expect(without('¿Por qué se hundió?', '9.5: * ¿Por qué pesa?')).toBe('in doubt');
    expect(without('¿Por qué se hundió?', '10.5: * ¿Por qué pesa?')).toBe('sure');
  });
});
