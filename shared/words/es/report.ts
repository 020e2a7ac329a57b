import type { report as english } from '../en/report.ts';
import type { Translation } from '../texts.ts';

export const report: Translation<typeof english> = {
  product: 'Askwell',
  kind: 'Preguntas y tiempo de espera en una clase',
  educator: 'Docente',
  site: 'Centro',
  recorded: 'Grabada',
  uploaded: 'Subida',
  length: 'Duración',
  none: '–',
  reviewed: {
    none: 'Códigos de la máquina; ninguna persona los ha revisado todavía',
    all: 'Todos los códigos revisados por una persona',
    some: '{reviewed, number} de {all, number} códigos revisados por una persona; los demás, de la máquina',
  },
  removed:
    '{count, plural, one {Se retiró # pregunta} other {Se retiraron # preguntas}} con una voz que no debe estar en esta clase: sin código, en ninguna cifra.',
  noQuestions: 'En esta clase no se encontró ninguna pregunta.',
  figures: {
    openShare: ['Proporción de PA', 'de las preguntas invitan a explicar, describir, predecir o imaginar.'],
    perMinute: ['Preguntas por minuto', 'se hicieron, en toda la grabación.'],
    waitOpen: ['Espera tras PA', 'mediana: la mitad de las esperas tras preguntas abiertas fue más larga.'],
    waitClosed: ['Espera tras PC', 'mediana: la mitad de las esperas tras preguntas cerradas fue más larga.'],
    threeSeconds: ['Esperas de 3 s o más', 'de las conocidas. Desde 3 s, más niñas y niños dicen más (Rowe, 1974).'],
    closedRun: ['Serie de PC más larga', 'preguntas cerradas seguidas, sin una abierta entre ellas.'],
    childAnswered: ['Habló una niña o un niño', 'después, de las preguntas en que se sabe quién habló.'],
    selfAnswered: ['Continuó la o el docente', 'de las mismas: respondió o preguntó otra cosa.'],
    waitAfterAnswer: ['Espera tras la respuesta', 'mediana, hasta que habla una persona adulta.'],
  },
  talk: {
    title: 'Quién habla',
    proposed: 'propuesto según las voces',
    shares: 'Docente: {educator} de la grabación; niñas y niños: {children}; nadie: {nobody}.',
    turns:
      'Turnos de docente: {turns, number}, el más largo de {longest} min. Turnos de niñas y niños: {children, number}, {running, number} de ellos tras el de otra niña o niño.',
    childrenAsked:
      'Niñas y niños hicieron {all, plural, one {# pregunta} other {# preguntas}}: {open, number} abiertas.',
  },
  languages: {
    title: 'Por idioma',
    language: 'Idioma',
    questions: 'Preguntas',
    share: 'Parte de PA',
    waitOpen: 'Espera tras PA',
    waitClosed: 'Espera tras PC',
    spoken: 'Se habla',
    educator: 'Habla de docente',
    children: 'Habla de niñas y niños',
    other: 'Otro idioma',
  },
  childrensQuestions: 'Qué preguntaron las niñas y los niños',
  balance: {
    title: 'Abiertas y cerradas en la clase',
    rows: ['Toda la clase', 'Primer tercio', 'Segundo tercio', 'Último tercio'],
    part: 'Parte',
    share: 'Proporción de PA',
    row: '{name}: {open, number} {openCode}, {closed, number} {closedCode}',
  },
  codes: { OEQ: 'PA', CEQ: 'PC' },
  waits: {
    title: 'Tiempo de espera tras las preguntas',
    bins: ['< 1 s', '1–2 s', '2–3 s', '3–5 s', '5–10 s', '≥ 10 s'],
    code: 'Tras',
    unknown: 'se ignora',
    row: 'Tras {code}: {counts}',
    bin: '{bin}: {count, number}',
  },
  notes: 'Notas',
  longest: { title: 'Las esperas más largas', empty: 'No se conoce ninguna espera.' },
  open: {
    title: 'Preguntas abiertas para volver a mirar',
    note: 'Primero una de cada tipo; los códigos más seguros antes que los demás.',
    empty: 'No hay ninguna pregunta abierta.',
  },
  wait: '{seconds, number, tenth} s',
  definitions: [
    [
      'PA, pregunta abierta:',
      'invita a más que una palabra o una elección; la niña o el niño explica, describe, predice, imagina, cuenta.',
    ],
    [
      'PC, pregunta cerrada:',
      'se responde con sí o no, una opción que nombra, una palabra o un nombre, un número o un dato conocido; o no espera respuesta.',
    ],
    ['Tiempo de espera:', 'segundos desde el final de una pregunta hasta que alguien habla; se cuentan hasta 30 s.'],
    ['Códigos:', 'la revisión de una persona cuenta en lugar del código de la máquina.'],
  ],
  subtypes: 'Subtipos:',
  codebook: 'según el libro de códigos “{title}”.',
  earlier: 'De un libro anterior, tal como se escribió: {keys}.',
};
