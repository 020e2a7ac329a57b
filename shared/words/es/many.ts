import type { manyText as english } from '../en/many.ts';
import type { Translation } from '../texts.ts';

export const manyText: Translation<typeof english> = {
  compact: 'Lista compacta',
  name: 'Clases seleccionadas',
  choose: 'Seleccionar {title}',
  all: 'Todas las de esta página',
  totals:
    '{lessons, plural, one {# clase seleccionada} other {# clases seleccionadas}} · {length} · {questions, plural, one {# pregunta} other {# preguntas}}',
  details: 'Datos …',
  reanalysis: 'Analizar de nuevo …',
  deletion: 'Eliminar …',
  detailsOf: 'Datos de {count, plural, one {# clase} other {# clases}}',
  emptyStays: 'Lo que deje vacío queda como está en cada clase.',
  asItIs: 'Como está',
  save: 'Guardar',
  tried: '{done, number} de {all, number} …',
  undone: '{count, plural, one {# clase no se pudo cambiar:} other {# clases no se pudieron cambiar:}}',
  moving: 'Trasladar …',
  moveOf: 'Trasladar {count, plural, one {# clase} other {# clases}} a otro centro',
  moveTakes:
    'Todo va junto: videos, transcripciones, preguntas, lo que las personas han corregido, datos y estudios. Nada se analiza de nuevo. Quién puede ver una clase lo decide entonces su nuevo centro.',
  moveTo: 'Al centro',
  moveHint: 'Uno que ya existe o uno nuevo',
  move: 'Trasladar',
  notMoved: 'No se pudo trasladar y queda donde estaba.',
  deletionOf: '¿Eliminar {count, plural, one {# clase} other {# clases}}?',
  deletionQuestion:
    'Se eliminan para todas las personas: videos, sonido, transcripciones, todas las preguntas y lo que se ha revisado.',
  confirm: 'Eliminar {count, plural, one {# clase} other {# clases}}',
  deleted: '{count, plural, one {Se eliminó # clase} other {Se eliminaron # clases}}',
  receiptFile: 'askwell-eliminacion.txt',
};
