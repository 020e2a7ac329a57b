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
    tag: 'Coletilla',
    repair: 'Pedir que repita',
    request: 'Petición',
  },
  earlier: '{key} (de un libro de códigos anterior)',
  unmapped: 'sin subtipo en este libro de códigos',
  by: 'Según el libro de códigos «{title}».',
  without: '{count, plural, =0 {} one {# pregunta no tiene subtipo.} other {# preguntas no tienen subtipo.}}',
};
