import type { searchText as english } from '../en/search.ts';
import type { Translation } from '../texts.ts';

export const searchText: Translation<typeof english> = {
  title: 'Buscar lo que se dijo',
  lead: 'En todas las clases que puede ver. Cada resultado lleva a su lugar en el video.',
  words: 'Palabras',
  hint: 'Bastan comienzos de palabras; “entre comillas” van una tras otra.',
  site: 'Centro',
  allSites: 'Todos los centros',
  educator: 'Docente',
  from: 'Desde',
  to: 'Hasta',
  masked: 'Ocultar nombres',
  go: 'Buscar',
  searching: 'Buscando …',
  found:
    '{lines, plural, =0 {No se dijo en ninguna clase} one {# línea} other {# líneas}}, {lessons, plural, one {se buscó en # clase} other {se buscó en # clases}}',
  more: 'Seguir buscando',
  results: 'Lo que se encontró',
};
