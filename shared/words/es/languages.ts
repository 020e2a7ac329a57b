import type { languagesText as english } from '../en/languages.ts';
import type { Translation } from '../texts.ts';

export const languagesText: Translation<typeof english> = {
  title: 'Por idioma',
  caption: 'Preguntas y habla de cada idioma',
  meaning: 'Lo que se preguntó y se dijo en cada idioma de la clase.',
  definitionOf: 'Definición',
  definition:
    'Una pregunta cuenta en el idioma en que empieza. “Se habla” es el tiempo en que alguien dice algo en ese idioma, como proporción de lo que se dice en cualquier idioma. “Habla” es lo mismo para las voces de docentes, o de niñas y niños; se conoce donde se distinguieron las voces. De otro idioma se conoce solo el tiempo: sus palabras no se escriben.',
  language: 'Idioma',
  other: 'Otro idioma',
  questions: 'Preguntas',
  openShare: 'Proporción de PA',
  waitOpen: 'Mediana de la espera tras PA',
  waitClosed: 'Mediana de la espera tras PC',
  spoken: 'Se habla',
  educator: 'Habla de docente',
  children: 'Habla de niñas y niños',
  course: {
    caption: 'Preguntas y habla de cada clase por idioma',
    meaning: 'Lo que se preguntó y se dijo en cada idioma, clase por clase.',
    lesson: 'Clase',
    date: 'Fecha',
  },
  unknown: '–',
};
