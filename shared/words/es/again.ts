import type { againText as english } from '../en/again.ts';
import type { Translation } from '../texts.ts';

export const againText: Translation<typeof english> = {
  open: 'Analizar de nuevo …',
  title: '¿Analizar de nuevo {count, plural, one {la clase} other {# clases}}?',
  lead: 'En total {count, plural, one {dura} other {duran}} {length}; todo el sonido se escucha de nuevo. Lo que las personas han revisado se conserva.',
  languages: 'Idiomas que se hablan',
  languagesHint: 'Lo que se dice en otro idioma no se escribe.',
  track: 'Pista de sonido',
  allTracks: 'Todas, mezcladas',
  trackNumber: 'Solo la pista {number, number}',
  model: 'Modelo de reconocimiento de voz',
  speakers: 'Quién habla',
  speakersOn: 'Distinguir las voces',
  speakersOff: 'No distinguir las voces',
  asUsual: 'Como de costumbre',
  asUsualOf: 'Como de costumbre ({what})',
  free: 'No cuesta nada.',
  cost: 'Cuesta unos {dollars, number, cents} dólares estadounidenses: lo que cuesta ahora escuchar, y lo que costó la última vez codificar.',
  costUnknown: 'No se sabe cuánto cuesta: falta un precio.',
  go: 'Analizar de nuevo',
};
