import type { common as english } from '../en/common.ts';
import type { Translation } from '../texts.ts';

export const common: Translation<typeof english> = {
  signOut: {
    go: 'Cerrar sesión',
    title: 'No todo está guardado',
    text: '{count, plural, one {# corrección espera en este dispositivo y se perdería. Quédese hasta que esté guardada.} other {# correcciones esperan en este dispositivo y se perderían. Quédese hasta que estén guardadas.}}',
    stay: 'Quedarme',
    forget: 'Cerrar sesión y perderlas',
  },
  appName: 'Askwell',
  pageTitle: '{title} · Askwell',
  skipToContent: 'Ir al contenido',
  mainNavigation: 'Principal',
  navLessons: 'Clases',
  navProgress: 'Avance',
  navStudies: 'Estudios',
  navSearch: 'Buscar',
  theme: { toLight: 'Cambiar a colores claros', toDark: 'Cambiar a colores oscuros' },
  close: 'Cerrar',
  cancel: 'Cancelar',
  save: 'Guardar',
  undo: 'Deshacer',
  tryAgain: 'Intentar de nuevo',
  loading: 'Cargando …',
  offline: 'No hay conexión. Askwell continuará por sí solo en cuanto vuelva.',
  codes: {
    OEQ: { short: 'PA', long: 'pregunta abierta' },
    CEQ: { short: 'PC', long: 'pregunta cerrada' },
  },
  notFound: {
    title: 'Esta página no existe',
    text: 'Puede que la dirección esté mal escrita o que la clase se haya eliminado.',
    back: 'Ir a las clases',
  },
  crash: {
    title: 'Esta página dejó de funcionar',
    text: 'Es un error nuestro, y nada de lo que guardó se ha perdido. Vuelva a cargar la página para continuar.',
    reload: 'Volver a cargar la página',
  },
  errors: {
    offline: 'No hay conexión. No se cambió nada.',
    unreachable: 'Askwell no responde. Intente de nuevo en un momento.',
    unreadable:
      'Askwell respondió algo que esta página no entiende. Vuelva a cargar la página; puede que no esté actualizada.',
    signIn: 'La sesión está cerrada, o no tiene permiso para esto. Vuelva a cargar la página para iniciar sesión.',
    status: 'Askwell no pudo hacerlo (error {status}). Intente de nuevo en un momento.',
  },
};
