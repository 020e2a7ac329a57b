import { beforeAll, describe, expect, test } from 'vitest';
import { loadRecogniser } from '../../../shared/names/detect.ts';
import { NameMasker } from '../../../shared/names/masker.ts';
import type { Recogniser } from '../../../shared/names/recognised.ts';

let recognise: Recogniser;
beforeAll(async () => {
  recognise = await loadRecogniser();
});
const masked = async (text: string) => (await NameMasker.of(recognise, [], [text])).mask(text);

describe('Spanish talk', () => {
  test.each([
    ['¿Qué hiciste, Xóchitl?', '¿Qué hiciste, [name 1]?'],
    ['Mateo está construyendo una torre.', '[name 1] está construyendo una torre.'],
    ['¿Dónde está la torre de Itzayana?', '¿Dónde está la torre de [name 1]?'],
    ['Yaretzi quiere pintar.', '[name 1] quiere pintar.'],
    ['Dile a María de la Cruz que venga.', 'Dile a [name 1] que venga.'],
    ['Vino la señora Hernández Quispe a la clase.', 'Vino la señora [name 1] a la clase.'],
    ['lupita, ¿qué ves en el agua?', '[name 1], ¿qué ves en el agua?'],
  ])('%j becomes %j', async (text, expected) => expect(await masked(text)).toBe(expected));

  test.each([
    'Mi amor, ¿qué es esto?',
    'Mijo, ven a la mesa.',
    '¿Maestra, por qué se hunde?',
    'Maestra, ¿puedo ir al baño?',
    'Niños, ¿quién sabe qué es?',
    'El domingo no hay clase.',
    'Agua es lo que hay en el vaso.',
    '¿Por qué flota? Porque es de madera.',
    'En México hay volcanes y en Navidad comemos pan.',
  ])('%j names nobody', async (text) => expect(await masked(text)).toBe(text));
});
