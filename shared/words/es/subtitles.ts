import type { subtitles as english } from '../en/subtitles.ts';
import type { Translation } from '../texts.ts';

export const subtitles: Translation<typeof english> = {
  mark: '[{code}]',
  waited: '[{code}, espera de {seconds, number, tenth} s]',
  other: '[otro idioma, probablemente {language}]',
  otherUnknown: '[otro idioma]',
  unclear: '[no se entiende]',
  removed: '[retirado]',
};
