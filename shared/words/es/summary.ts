import type { summaryText as english, meanings as englishMeanings } from '../en/summary.ts';
import type { Translation } from '../texts.ts';

export const summaryText: Translation<typeof english> = {
  title: 'Resumen',
  none: 'En esta clase no se encontró ninguna pregunta, así que no hay nada que resumir.',
  definition: 'Definición',
  table: 'En una tabla',
  unknown: '–',
  reviewed: {
    none: 'Estas cifras se basan en los códigos de Askwell: nadie los ha revisado todavía.',
    all: 'Se revisaron todas las preguntas de estas cifras.',
    some: 'Se revisaron {done, number} de {all, number} preguntas de estas cifras.',
  },
  of: '{open, number} de {all, plural, one {# pregunta} other {# preguntas}}',
  questions: '{count, plural, one {# pregunta} other {# preguntas}}',
  known: '{count, plural, one {# espera conocida} other {# esperas conocidas}}, mediana {median}',
  noWaits: 'ninguna espera conocida',
  ofKnown: '{count, plural, one {de # espera conocida} other {de # esperas conocidas}}',
  goTo: 'Ir a {at}: {text}',
  after: {
    caption: 'Preguntas según a quién se escuchó después',
    who: 'Después',
    followers: {
      child: 'Una niña o un niño',
      educator: 'La o el docente',
      adult: 'Otra persona adulta',
      nobody: 'Nadie habló',
      unheard: 'Alguien a quien no se entendió',
      unknown: 'Alguien: no se sabe quién',
    },
  },
  herself: 'Continuó la o el docente: {share}',
  ofFollowed: '{count, plural, one {de # pregunta de la que se sabe} other {de # preguntas de las que se sabe}}',
  answers: '{count, plural, one {tras # respuesta} other {tras # respuestas}}',
  childrenAsked:
    '{all, plural, one {Las niñas y los niños hicieron # pregunta} other {Las niñas y los niños hicieron # preguntas}}: {open, number} abiertas.',
  talk: {
    caption: 'Habla según quién habla',
    proposed: 'Propuesto según las voces: nadie ha confirmado todavía de quién es cada una.',
    who: 'Quién',
    educator: 'Docente',
    children: 'Niñas y niños',
    adults: 'Otras personas adultas',
    unknown: 'Alguien: no se sabe quién',
    nobody: 'Nadie',
    length: 'Tiempo',
    share: 'De la grabación',
    turns: 'Turnos',
    longest: 'El turno más largo de la o el docente: {length, number, tenth} s.',
    running:
      '{running, number} de {all, plural, one {# turno} other {# turnos}} de niñas y niños siguieron a un turno de otra niña o niño.',
  },
  run: 'Ir allí: de {from} a {to}',
  noRun: 'No se hizo ninguna pregunta cerrada.',
  noSpeech: 'En esta clase no se midió la voz.',
  thirds: ['Primer tercio', 'Segundo tercio', 'Último tercio'],
  median: 'Mediana',
  threeSeconds: '3 segundos',
  chart: {
    waits:
      'Cada espera como un punto, según su duración en segundos. Tras preguntas abiertas: {open}. Tras preguntas cerradas: {closed}. La línea marca tres segundos.',
    thirds: 'Proporción de preguntas abiertas en cada tercio de la clase: {parts}.',
    subtypes: 'Preguntas de cada subtipo: {parts}.',
    axisSeconds: 'Segundos de espera',
    axisShare: 'Abiertas',
    failed: 'No se pudo dibujar el gráfico; la tabla tiene las mismas cifras.',
  },
  tables: {
    waits: 'Esperas según su duración',
    thirds: 'Preguntas abiertas por tercio de la clase',
    subtypes: 'Preguntas por subtipo',
    subtype: 'Subtipo',
    code: 'Código',
    length: 'Espera',
    under: 'menos de {to, number, upToTenth} s',
    between: 'de {from, number, upToTenth} a menos de {to, number, upToTenth} s',
    over: '{from, number, upToTenth} s o más',
    unknown: 'No se conoce',
    third: 'Tercio',
    open: 'Abiertas',
    closed: 'Cerradas',
    all: 'Preguntas',
    share: 'Proporción',
  },
};

export const meanings: Translation<typeof englishMeanings> = {
  openShare: {
    title: 'Preguntas abiertas',
    meaning: 'Cuánto de lo que se pregunta invita a niñas y niños a explicar, describir, predecir o imaginar.',
    definition:
      'Las preguntas abiertas divididas entre todas las preguntas. Si una persona revisó una pregunta, cuenta su código y no el de Askwell. Siraj-Blatchford y Manni (2008) encontraron que, en los centros que estudiaron, alrededor de una de cada veinte preguntas era abierta.',
  },
  perMinute: {
    title: 'Preguntas por minuto',
    meaning: 'Qué tan seguidas van las preguntas: muchas dejan poco tiempo para pensar.',
    definition: 'Las preguntas divididas entre los minutos de la grabación.',
  },
  waits: {
    title: 'Tiempo de espera',
    meaning: 'Cuánto tiempo hubo para pensar antes de que alguien volviera a hablar.',
    definition:
      'Los segundos desde el final de una pregunta hasta que alguien vuelve a hablar, sea quien sea: la respuesta de una niña o un niño, otra persona, o la o el docente que continúa. Un silencio cuenta como máximo 30 segundos. Rowe encontró que lo habitual son esperas de alrededor de un segundo, y que las respuestas son más largas, y de más niñas y niños, cuando se esperan tres segundos o más.',
  },
  waitedLong: {
    title: 'Esperas de tres segundos',
    meaning: 'Con qué frecuencia hubo, tras una pregunta abierta, el tiempo que la investigación considera útil.',
    definition:
      'Las preguntas con una espera conocida de 3 segundos o más, divididas entre las preguntas con espera conocida. Las preguntas cerradas necesitan menos: mire primero las abiertas.',
  },
  after: {
    title: 'Qué pasó después',
    meaning: 'Si el tiempo tras la pregunta lo ocupó una niña o un niño, la o el docente, o nadie.',
    definition:
      'De las preguntas con espera conocida. “Nadie” es silencio hasta el final de la grabación, o durante 30 segundos. Se sabe quién habló cuando lo siguiente que se dijo es una pregunta de la que una persona indicó quién la hizo (B en la página de revisión); si no, es lo que Askwell propone según las voces, y donde no propone a nadie no se sabe.',
  },
  longest: {
    title: 'Las esperas más largas',
    meaning: 'Buenos momentos para mirar en conjunto: ¿qué hicieron las niñas y los niños con ese tiempo?',
    definition:
      'Las cinco preguntas tras las que más se tardó en volver a hablar. Un silencio cuenta como máximo 30 segundos.',
  },
  subtypes: {
    title: 'Tipos de preguntas',
    meaning: 'A qué invitan las preguntas: una explicación, una predicción, un sí, un nombre.',
    definition:
      'Las preguntas según los subtipos del libro de códigos, las abiertas primero. Si una persona revisó una pregunta, cuenta su código y no el de Askwell; si no indicó un subtipo, no está en ninguno.',
  },
  thirds: {
    title: 'A lo largo de la clase',
    meaning: 'Si las preguntas abiertas aumentan, disminuyen o se concentran en un momento.',
    definition:
      'La proporción de preguntas abiertas entre las que comienzan en el primer, segundo y último tercio de la grabación.',
  },
  closedRun: {
    title: 'Serie cerrada más larga',
    meaning: 'El tramo más largo sin ninguna pregunta abierta: un buen momento para mirar en conjunto.',
    definition: 'El mayor número de preguntas cerradas seguidas, en orden de tiempo, sin una abierta entre ellas.',
  },
  answered: {
    title: 'Después habló una niña o un niño',
    meaning:
      'Con qué frecuencia el silencio tras una pregunta quedó para una niña o un niño, y con qué frecuencia lo llenó la o el docente.',
    definition:
      'De las preguntas de las que se sabe quién habló después (o que no habló nadie): la proporción tras la que habló una niña o un niño, y la proporción tras la que habló la o el docente, con una respuesta u otra pregunta. Es una propuesta según las voces hasta que una persona las confirma.',
  },
  afterAnswer: {
    title: 'Espera tras una respuesta',
    meaning:
      'Cuánto tiempo se dejó en pie la respuesta de una niña o un niño antes de que hablara una persona adulta: el segundo tiempo de espera de Rowe.',
    definition:
      'La mediana de los segundos desde el final de lo que dicen las niñas y los niños tras una pregunta hasta que habla la o el docente u otra persona adulta; 0 si hablan al instante, 30 como máximo. No se conoce si entre medio hay una voz que nadie sabe de quién es.',
  },
  talk: {
    title: 'Quién habla',
    meaning: 'Cómo se reparte el habla entre la o el docente y las niñas y los niños.',
    definition:
      'Los segundos en que habla cada quien y su parte de la grabación; cuando hablan dos a la vez, cuenta para ambos. Un turno es lo que dice una voz hasta que habla otra o calla durante dos segundos. De quién es cada voz es una propuesta hasta que una persona lo confirma.',
  },
  children: {
    title: 'Qué preguntaron las niñas y los niños',
    meaning: 'Quien pregunta tiene curiosidad y confianza: es buena señal.',
    definition:
      'Las preguntas que hizo una niña o un niño, según proponen las voces o como indica una persona. No cuentan en ninguna cifra de las preguntas de la o el docente.',
  },
  speechShare: {
    title: 'Tiempo de habla',
    meaning: 'Qué parte de la clase ocupa el habla de cualquier persona; lo demás es silencio o juego.',
    definition:
      'Los segundos en que alguien habla, divididos entre los segundos de la grabación. No se conoce si no se midió la voz.',
  },
};
