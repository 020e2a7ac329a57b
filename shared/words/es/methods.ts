import type { methods as english } from '../en/methods.ts';
import type { Translation } from '../texts.ts';

export const methods: Translation<typeof english> = {
  design:
    '{coders, plural, one {# persona codificó} other {# personas codificaron}} {lessons, plural, one {# clase} other {# clases}}. {twice, plural, one {# clase, elegida con la semilla “{seed}”, fue codificada} other {# clases, elegidas con la semilla “{seed}”, fueron codificadas}} por dos personas que no vieron los códigos de la otra. {machine}',
  machine: {
    shown: 'Vieron los códigos de la máquina.',
    hidden: 'No vieron los códigos de la máquina.',
  },
  noLesson: 'Ninguna clase está codificada por todas las personas previstas.',
  codebook: 'Los subtipos son los del libro de códigos “{title}”.',
  codebooks:
    'Los subtipos son los de los libros de códigos {titles}; una misma clave en dos libros de códigos son dos subtipos.',
  lessonsOf: '“{title}” ({lessons, plural, one {# clase} other {# clases}})',
  measures:
    'Dos códigos son de la misma pregunta cuando comparten al menos la mitad del tiempo de la más corta. Kappa es la de Cohen (1960), sin ponderar, con su intervalo del 95 % según el error estándar de Fleiss, Cohen y Everitt (1969); alfa es la de Krippendorff (2011) para códigos nominales. Los intervalos toman las preguntas como independientes entre sí, aunque algunas son de la misma clase.',
  pair: '{first} y {second}, {lessons, plural, one {# clase} other {# clases}} en común: {both, plural, one {# pregunta} other {# preguntas}} de ambas personas, {onlyFirst, number} solo de {first}, {onlySecond, number} solo de {second}.',
  borders: 'Los límites difirieron en promedio {start} s al inicio y {end} s al final.',
  fields: { label: 'abierta (OEQ) o cerrada (CEQ)', subtype: 'subtipo', askedBy: 'quién preguntó' },
  field: '{name}: {figures}',
  untold: 'no lo codificaron ambas personas',
  agreement: 'acuerdo de {percent} % en {count, plural, one {# pregunta} other {# preguntas}}, {kappa}',
  noKappa: 'kappa no definida',
  kappa: 'kappa {kappa}, intervalo del 95 % de {low} a {high}',
  alpha:
    'Todas las personas que codificaron, {name}: alfa {alpha}, {count, plural, one {# pregunta} other {# preguntas}}.',
  settled:
    '{settled, plural, one {# pregunta se resolvió} other {# preguntas se resolvieron}} al conversar; {open, plural, one {queda # desacuerdo} other {quedan # desacuerdos}} sin resolver.',
  undefined: 'no definido',
};
