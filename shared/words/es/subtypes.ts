import type { subtypes as english } from '../en/subtypes.ts';
import type { Translation } from '../texts.ts';

export const subtypes: Translation<typeof english> = {
  names: {
    explain: 'Explicar',
    describe: 'Describir',
    predict: 'Predecir',
    ideas: 'Ideas',
    prompt: 'Invitación a contar',
    'yes-no': 'Sí o no',
    choice: 'Elección',
    'specific-answer': 'Respuesta única',
    'fill-in': 'Completar',
    tag: 'Confirmación',
    repair: 'Pedir que repita',
    request: 'Petición',
  },
  definitions: {
    explain: 'invita a dar una razón o una manera de hacer algo',
    describe: 'invita a decir qué ocurre, o cómo es algo',
    predict: 'invita a decir qué va a pasar o qué pasaría',
    ideas: 'invita a dar ideas, opiniones, deseos u otras posibilidades',
    prompt: 'invita a contar, en cualquier forma',
    'yes-no': 'invita a decir sí o no',
    choice: 'invita a elegir una de las respuestas que nombra',
    'specific-answer': 'invita a decir una palabra, un nombre, un número, un lugar, una hora o un dato',
    'fill-in': 'invita a completar el final de una frase',
    tag: 'invita a estar de acuerdo con lo que se acaba de decir',
    repair: 'invita a decir lo mismo otra vez, porque no se escuchó',
    request: 'invita a una acción; una orden o un ofrecimiento en forma de pregunta',
  },
  earlier: '{key} (de un libro de códigos anterior)',
  unmapped: 'sin subtipo en este libro de códigos',
  by: 'Según el libro de códigos “{title}”.',
  without: '{count, plural, =0 {} one {# pregunta no tiene subtipo.} other {# preguntas no tienen subtipo.}}',
};
