import type { dayText as english } from '../en/day.ts';
import type { Translation } from '../texts.ts';

export const dayText: Translation<typeof english> = {
  recorded: 'Grabada el {day}',
  uploaded: 'Subida el {day}',
  label: 'Fecha de grabación',
  hint: 'Vacío: el día en que se subió.',
  fileHint: 'Vacío: {day}, según la propia grabación.',
  manyHint: 'Para todas estas. Vacío: el día que indica cada grabación o, si no lo indica, el día en que se subió.',
};
