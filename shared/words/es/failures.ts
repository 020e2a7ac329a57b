import type { failures as english } from '../en/failures.ts';
import type { Translation } from '../texts.ts';

export const failures: Translation<typeof english> = {
  'unsupported-name': {
    title: 'Askwell no acepta este tipo de archivo',
    advice: 'Cambie el nombre del archivo, o expórtelo como MP4, y súbalo de nuevo.',
  },
  'file-empty': { title: 'El archivo está vacío', advice: 'Súbalo de nuevo.' },
  'file-too-large': { title: 'El archivo es demasiado grande', advice: 'Córtelo y suba las partes.' },
  'not-a-video': { title: 'Este archivo no es ni video ni sonido', advice: 'Exporte la grabación como MP4.' },
  'file-truncated': {
    title: 'El archivo está cortado',
    advice: 'La grabación o la subida se interrumpió: súbala de nuevo o haga que la reparen.',
  },
  'file-refused': { title: 'El archivo remite a otros archivos', advice: 'Suba la grabación misma.' },
  'no-such-track': {
    title: 'La grabación no tiene esa pista de sonido',
    advice: 'Analícela de nuevo con otra pista.',
  },
  'no-audio': { title: 'El video no tiene sonido', advice: 'Grabe con micrófono, o exporte con sonido AAC.' },
  'too-long': { title: 'La grabación es demasiado larga', advice: 'Córtela y suba las partes.' },
  'too-many-streams': {
    title: 'El archivo tiene demasiadas pistas',
    advice: 'Expórtelo con una pista de imagen y una de sonido.',
  },
  'speech-rejected': {
    title: 'El motor de voz rechazó el sonido',
    advice: 'Avise a quien administra Askwell.',
  },
  'speech-not-configured': {
    title: 'No hay un motor de voz configurado',
    advice: 'Avise a quien administra Askwell.',
  },
  'speech-unavailable': {
    title: 'El motor de voz no respondió',
    advice: 'Analice la clase de nuevo más tarde.',
  },
  'speech-rate-limited': {
    title: 'El motor de voz estaba demasiado ocupado',
    advice: 'Analice la clase de nuevo más tarde.',
  },
  'budget-exhausted': { title: 'El presupuesto de hoy se agotó', advice: 'Analice la clase de nuevo mañana.' },
  'analysis-lost': { title: 'El análisis se interrumpió', advice: 'Analice la clase de nuevo.' },
  'video-gone': { title: 'El video ya no está', advice: 'Se eliminó antes de analizarlo: súbalo de nuevo.' },
  'timed-out': { title: 'Tardó demasiado', advice: 'Analice la clase de nuevo.' },
  other: {
    title: 'El análisis falló',
    advice: 'Analice la clase de nuevo; si vuelve a fallar, avise a quien administra Askwell.',
  },
};
