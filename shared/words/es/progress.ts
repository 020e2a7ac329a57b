import type { progressText as english } from '../en/progress.ts';
import type { Translation } from '../texts.ts';

export const progressText: Translation<typeof english> = {
  title: 'Avance',
  lead: 'Cómo cambian las preguntas de una clase a otra, según el día en que se grabó cada una. Si no se conoce, cuenta el día en que se subió. Una o un docente a la vez; cuanto más grande es un punto, más preguntas representa.',
  filters: {
    name: 'Qué clases',
    site: 'Centro',
    allSites: 'Todos',
    educator: 'Docente',
    noEducator: 'Sin nombre',
    from: 'Desde',
    to: 'Hasta',
  },
  lessons: '{count, plural, one {# clase} other {# clases}}',
  more: 'Solo se muestran las {count, number} clases que se subieron al final. Acorte las fechas para ver otras.',
  none: {
    title: 'Aún no hay nada que comparar',
    text: 'Las clases aparecen aquí en cuanto están analizadas. Cambie los filtros si debería haber alguna.',
  },
  share: {
    title: 'Preguntas abiertas',
    meaning:
      'La proporción de preguntas que invitan a niñas y niños a explicar, describir, predecir o imaginar, clase por clase.',
  },
  waits: {
    title: 'Tiempo de espera',
    meaning:
      'La mediana de los segundos que pasaron tras una pregunta hasta que alguien volvió a hablar. La línea punteada marca tres segundos.',
  },
  talk: {
    title: 'Quién habla',
    meaning:
      'La parte de cada grabación en que hablan la o el docente y las niñas y niños: círculos y cuadrados. Donde nadie confirmó de quién es cada voz, es una propuesta.',
  },
  reviewed: {
    title: 'Revisadas',
    none: 'Sin revisar',
    some: 'Revisada en parte',
    all: 'Revisada',
    count: '{done, number} de {all, number}',
  },
  chart: {
    share: 'Proporción de preguntas abiertas, clase por clase: {parts}.',
    waits: 'Mediana de la espera tras preguntas abiertas y cerradas, clase por clase: {parts}.',
    talk: 'Partes de docente y de niñas y niños, clase por clase: {parts}.',
    point: '{day} {value}',
    both: '{open} y {closed}',
  },
  table: {
    caption: 'Las mismas clases en una tabla',
    lesson: 'Clase',
    date: 'Fecha',
    educator: 'Docente',
    questions: 'Preguntas',
    share: 'Abiertas',
    open: 'Espera mediana tras PA',
    closed: 'Espera mediana tras PC',
    childAnswered: 'Después habló una niña o un niño',
    answerWait: 'Espera mediana tras una respuesta',
    educatorTalk: 'Habla de docente',
    childrenTalk: 'Habla de niñas y niños',
  },
  unknown: '–',
};
