import type { voices as english } from '../en/voices.ts';
import type { Translation } from '../texts.ts';

export const voices: Translation<typeof english> = {
  title: '¿Quién es quién?',
  proposed:
    'Propuesto a partir de las voces. Escuche, corrija lo que esté mal y confirme: las cifras cambian enseguida.',
  confirmed: 'Confirmado por una persona.',
  confirm: 'Confirmar',
  saidConfirmed: 'Se confirmó de quién son estas voces',
  off: 'En esta clase no se distinguieron las voces: está desactivado, así que no se sabe quién habla.',
  withheld:
    'En esta clase no se distinguieron las voces, porque alguien no dio su consentimiento: no se sabe quién habla.',
  failed:
    'No se pudieron distinguir las voces de esta clase: no se sabe quién habla. Analícela de nuevo para intentarlo otra vez.',
  nobody: 'No se oyó hablar a nadie.',
  leftovers:
    '{count, plural, one {# indicación sobre las voces no encontró su voz} other {# indicaciones sobre las voces no encontraron su voz}} en el último análisis.',
  one: 'Solo se oyó una voz.',
  leave: 'No distinguir las voces en estas grabaciones',
  open: 'Las voces, una por una',
  spoken: '{time}, {turns, plural, one {# turno} other {# turnos}}, {share, number, percent} de todo lo hablado',
  few: 'Apenas habla: puede no ser nadie en particular.',
  hear: 'Escuchar a {name}, ejemplo {number, number}',
  hearShort: 'Ejemplo {number, number}',
  only: 'Escuchar todo de {name}',
  onlyShort: 'Escuchar todo',
  stop: 'Detener',
  role: '¿De quién es la voz {name}?',
  roleShort: 'De quién es',
  label: 'Nombre propio para {name}',
  labelShort: 'Nombre propio',
  give: 'Todo lo que dice {name} lo dice',
  giveShort: 'Es la misma que',
  giveNobody: 'nadie más',
  roles: {
    educator: 'Docente',
    child: 'Niña o niño',
    adult: 'Otra persona adulta',
    several: 'Varias personas',
    unknown: 'No se sabe',
  },
  names: {
    educator: 'Docente',
    child: 'Niña o niño',
    adult: 'Persona adulta',
    several: 'Varias personas',
    unknown: 'Voz',
  },
  lanes: {
    title: 'Quién habla cuándo',
    of: '{name}: {time}',
    roles: {
      educator: 'Docente',
      child: 'Niñas y niños',
      adult: 'Otras personas adultas',
      several: 'Varias personas',
      unknown: 'No se sabe',
    },
  },
  conflict: {
    title: 'Otra persona cambió quién habla',
    lead: 'No se perdió nada. Elija qué cuenta: quién habla según lo guardado, o lo que usted dijo además.',
  },
  teach: {
    open: 'Enseñar con mis correcciones',
    until:
      'Las líneas cuya voz usted corrigió pueden enseñar las demás. Las huellas de las voces viven hasta el {time}; después se borran para siempre.',
    'voices-gone':
      'Aquí las correcciones no pueden enseñar otras líneas: las huellas de las voces de esta clase están borradas.',
    'voices-not-kept': 'Aquí las correcciones no pueden enseñar otras líneas: no se guardan huellas de voz.',
    title: 'Lo que enseñan sus correcciones',
    noExamples: 'Nadie ha dicho todavía quién dice una línea. Corrija algunas («Quién lo dice») y enseñe después.',
    noChanges:
      '{count, plural, one {La línea corregida no cambia} other {Las # líneas corregidas no cambian}} ninguna otra línea.',
    hint: '{count, plural, one {# línea suena} other {# líneas suenan}} como otra voz, primero las más seguras. Escuche, quite lo que esté mal y tome lo demás: es una sola corrección y se puede deshacer.',
    change: '{from} → {to}',
    nobody: 'Nadie conocido',
    choose: 'Tomar la línea en {time}, {change}',
    hear: 'Oír la línea en {time}',
    take: '{count, plural, one {Tomar # línea} other {Tomar # líneas}}',
    said: '{count, plural, one {# línea tiene} other {# líneas tienen}} ahora otra voz',
  },
  line: {
    openChosen: 'Quién dice estas {count, number} líneas',
    chosen: '{count, plural, one {# línea elegida} other {# líneas elegidas}}',
    open: 'Quién lo dice',
    title: '¿Quién dice esta línea?',
    who: 'Lo dice',
    newChild: 'Otra niña u otro niño',
    newAdult: 'Otra persona adulta',
    nobody: 'Nadie lo sabe',
    count: 'Cuántas líneas, desde esta',
    all: 'Todo lo que dice {name} en esta clase',
    cut: 'Desde qué palabra',
    whole: 'La línea entera',
  },
};
