import type { languagesText as english } from '../en/languages.ts';
import type { Translation } from '../texts.ts';

export const languagesText: Translation<typeof english> = {
  title: 'Por idioma',
  caption: 'Preguntas y habla de cada idioma',
  meaning: 'Lo que se preguntó y se dijo en cada idioma de la clase.',
  definitionOf: 'Definición',
  definition:
    'Una pregunta cuenta en el idioma en que empieza. El habla es el tiempo en que suena la voz de una docente, o de una niña o un niño, mientras se dice algo en ese idioma, como parte de lo que dice en cualquier idioma; se conoce donde se distinguieron las voces. De otro idioma se conoce solo el tiempo: sus palabras no se escriben.',
  language: 'Idioma',
  other: 'Otro idioma',
  questions: 'Preguntas',
  openShare: 'Parte de PA',
  waitOpen: 'Mediana de la espera tras PA',
  waitClosed: 'Mediana de la espera tras PC',
  educator: 'Habla de la docente',
  children: 'Habla de niñas y niños',
  asked: 'Preguntas en {language}',
  open: 'Parte de PA en {language}',
  unknown: '–',
};
