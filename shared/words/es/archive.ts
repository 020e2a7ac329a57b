import type { archive as english } from '../en/archive.ts';
import type { Translation } from '../texts.ts';

export const archive: Translation<typeof english> = {
  readme: `Qué hay aquí
============

questions.csv        una fila por pregunta, con su clase
lessons.csv          una fila por clase, con sus cifras y, si no hay preguntas de ella, por qué
codebook.csv         qué significan los códigos
data-dictionary.csv  qué significa cada columna de estas tablas
citation.txt         una línea para citar
provenance.json      versión, modelos, ajustes y umbrales, completos
lessons/             cada clase en todos los formatos (CSV, JSON, WebVTT, SubRip, ELAN, RTTM, un informe)

Las tablas están en UTF-8 con marca de orden de bytes y separadas por comas; sus columnas y códigos son los mismos en
todos los idiomas: OEQ es una pregunta abierta; CEQ, una cerrada. La celda que una hoja de cálculo ejecutaría como fórmula
lleva un apóstrofo delante. Las preguntas con counts = no no entran en ninguna cifra: rechazadas, dudosas o no hechas por
docentes.

R
-
questions <- read.csv("questions.csv", fileEncoding = "UTF-8-BOM", na.strings = "")
counted <- subset(questions, counts == "yes")
aggregate(I(label == "OEQ") ~ lesson, data = counted, FUN = mean)

Python
------
import pandas as pd
questions = pd.read_csv("questions.csv", encoding="utf-8-sig", parse_dates=["date"])
counted = questions[questions.counts == "yes"]
counted.assign(open=counted.label.eq("OEQ")).groupby("lesson").open.mean()`,
  questions: {
    lessonId: 'el identificador de la clase, que une las tablas',
    site: 'el centro de la clase',
    lesson: 'el título de la clase',
    educator: 'según los datos de la clase',
    date: 'el día de la clase',
    dateFrom: 'quién dice el día; upload: no lo dice nadie y es el día en que se subió',
    language: 'idioma en que se escuchó la clase',
    lessonSeconds: 'cuánto dura la grabación',
    counts:
      'si cuenta en las cifras: se oyó bien o se confirmó, no se rechazó y no la hizo una niña, un niño u otra persona adulta',
    reviewer: 'quién revisó la pregunta',
    start: 'dónde empieza, desde el inicio del video',
    end: 'dónde termina',
    label: 'el código que cuenta: el de una persona si lo hay; si no, el de la máquina',
    subtype:
      'el subtipo que cuenta, una clave del libro de códigos del centro; vacío si una persona dio otro código sin subtipo o si el libro no tiene ninguno',
    waitTimeSeconds: 'desde que termina hasta que alguien vuelve a hablar, sea quien sea; vacío si no se puede saber',
    next: 'qué puso fin a la espera',
    text: 'sus palabras',
    questionLanguage: 'en qué idioma se hizo, ISO 639-1',
    quoted: 'leída en voz alta o citada',
    doubtful: 'difícil de escuchar, o quizá una respuesta: no entra en ninguna cifra hasta que una persona la confirme',
    origin: 'quién dice que es una pregunta',
    rejected: 'una persona dice que no es una pregunta: no entra en ninguna cifra',
    askedBy: 'quién preguntó; lo que pregunta una niña, un niño u otra persona adulta no entra en ninguna cifra',
    askedByFrom:
      'quién lo dice: lo propone la máquina, una persona dijo de quién es la voz, o lo dijo de esta pregunta; vacío si no lo dice nadie',
    voice:
      'la voz que preguntó, con el nombre que tiene en speakers.rttm y en las líneas de ELAN; vacío si no se puede saber',
    nextBy: 'quién habló después; vacío si no habló nadie o no se sabe',
    nextTurn: 'lo que se dijo después, hasta 200 caracteres',
    waitAfterAnswerSeconds:
      'tiempo de espera 2: si después habló una niña o un niño, desde el final de la respuesta de las niñas y los niños hasta que habla una persona adulta; si no, vacío',
    machineLabel: 'el código de la máquina',
    machineSubtype:
      'el subtipo de la máquina, como clave del libro de códigos del centro; vacío si este no tiene ninguno para él',
    machineConfidence: 'la probabilidad, de 0.5 a 1, de que el código de la máquina sea correcto',
    reviewedLabel: 'el código de una persona; vacío si nadie lo dio',
    reviewedSubtype: 'el subtipo de una persona, una clave del libro de códigos que el centro tenía entonces',
    reviewedAt: 'cuándo se revisó',
    note: 'la nota de quien revisó',
    engine: 'qué la codificó',
    modelVersion: 'y en qué versión',
    questionId: 'el identificador de la pregunta, único en su clase',
  },
  lessons: {
    lessonId: 'el identificador de la clase, que une las tablas',
    site: 'su centro',
    lesson: 'su título',
    fileName: 'el nombre del archivo de la grabación',
    educator: 'según los datos de la clase',
    date: 'el día de la clase',
    dateFrom: 'quién dice el día; upload: no lo dice nadie y es el día en que se subió',
    folder: 'dónde están sus archivos en el archivo comprimido',
    taken: 'si sus preguntas están en questions.csv y, si no, por qué',
    lessonSeconds: 'cuánto dura la grabación',
    questions: 'preguntas que cuentan',
    open: 'de ellas, abiertas',
    closed: 'de ellas, cerradas',
    openShare: 'proporción de abiertas',
    perMinute: 'preguntas por minuto',
    medianWaitAfterOpen: 'mediana de la espera tras las abiertas',
    medianWaitAfterClosed: 'mediana de la espera tras las cerradas',
    waitedThreeSecondsShare: 'de las preguntas cuya espera se conoce, la proporción seguida de 3 s o más',
    questionsEnglish: 'preguntas en inglés que cuentan',
    openShareEnglish: 'proporción de abiertas entre ellas',
    medianWaitAfterOpenEnglish: 'mediana de la espera tras las abiertas en inglés',
    medianWaitAfterClosedEnglish: 'mediana de la espera tras las cerradas en inglés',
    spokenShareEnglish: 'de lo que se dice en cualquier idioma, la proporción en inglés',
    educatorShareEnglish: 'de lo que hablan docentes en cualquier idioma, la proporción en inglés',
    childrenShareEnglish: 'de lo que hablan las niñas y los niños en cualquier idioma, la proporción en inglés',
    questionsSpanish: 'preguntas en español que cuentan',
    openShareSpanish: 'proporción de abiertas entre ellas',
    medianWaitAfterOpenSpanish: 'mediana de la espera tras las abiertas en español',
    medianWaitAfterClosedSpanish: 'mediana de la espera tras las cerradas en español',
    spokenShareSpanish: 'de lo que se dice en cualquier idioma, la proporción en español',
    educatorShareSpanish: 'de lo que hablan docentes en cualquier idioma, la proporción en español',
    childrenShareSpanish: 'de lo que hablan las niñas y los niños en cualquier idioma, la proporción en español',
    spokenShareOther: 'de lo que se dice en cualquier idioma, la proporción en otros idiomas',
    educatorShareOther: 'de lo que hablan docentes en cualquier idioma, la proporción en otros idiomas',
    childrenShareOther: 'de lo que hablan las niñas y los niños en cualquier idioma, la proporción en otros idiomas',
    longestClosedRun: 'más preguntas cerradas seguidas',
    speechShare: 'proporción de la grabación en que se habla',
    doubtful: 'difíciles de escuchar, o quizá respuestas, y sin confirmar; no cuentan',
    byChildren: 'hechas por niñas y niños; no cuentan',
    openByChildren: 'de ellas, abiertas',
    byAdults: 'hechas por otras personas adultas; no cuentan',
    followed: 'preguntas de las que se sabe quién habló después, o que no habló nadie',
    childAnsweredShare: 'de ellas, la proporción tras la que habló una niña o un niño',
    selfAnsweredShare: 'de ellas, la proporción tras la que continuó la o el docente',
    medianWaitAfterAnswer:
      'mediana del tiempo de espera 2: tras la respuesta de una niña o un niño, hasta que habla una persona adulta',
    rolesFrom: 'quién dice de quién es cada voz: machine es una propuesta; vacío si no se distinguieron las voces',
    educatorSeconds: 'hablan docentes',
    educatorShare: 'lo mismo, como proporción de la grabación',
    educatorTurns: 'turnos de docentes',
    longestEducatorTurn: 'el más largo de ellos',
    childrenSeconds: 'hablan las niñas y los niños',
    childrenShare: 'lo mismo, como proporción de la grabación',
    childTurns: 'turnos de las niñas y los niños',
    childAfterChild: 'de ellos, los que siguen al turno de una niña o un niño',
    otherAdultsSeconds: 'hablan otras personas adultas',
    unknownSpeakerSeconds: 'habla alguien que no se sabe quién es',
    nobodySeconds: 'no habla nadie',
    nobodyShare: 'lo mismo, como proporción de la grabación',
    reviewed: 'revisadas por una persona',
    uploadedAt: 'cuándo se subió',
    analyzedAt: 'cuándo se analizó (UTC)',
    revision: 'de qué subida',
    speechEngine: 'qué escuchó las palabras',
    speechModel: 'y con qué modelo',
    voiceFrom: 'qué escuchó dónde habla alguien',
    codingEngine: 'qué codificó las preguntas',
    codingModelVersion: 'y en qué versión',
  },
  codebook: {
    site: 'de qué centro es el libro de códigos',
    codebook: 'el título del libro de códigos',
    label: 'el código',
    subtype: 'el subtipo como figura en las tablas',
    name: 'cómo se llama',
    definition: 'qué significa',
    machine: 'qué subtipos de la máquina son este; vacío si solo lo dan personas, o un modelo grande',
  },
  types: {
    text: 'texto',
    number: 'número',
    category: 'categoría',
    'yes/no': 'sí o no (yes, no)',
    day: 'día',
    time: 'hora',
  },
};
