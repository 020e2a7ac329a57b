/** What Whisper learned to write under films when nobody speaks: `speech/words/hallucination.ts` has the same. */
export const phantoms: ReadonlySet<string> = new Set([
  'thank you',
  'thank you very much',
  'thank you so much',
  'thank you for watching',
  'thanks for watching',
  'thank you for watching please subscribe',
  'please subscribe',
  'please subscribe to my channel',
  'subscribe',
  'subscribe to my channel',
  'like and subscribe',
  'subtitles by the amaraorg community',
  'see you next time',
  'see you in the next video',
  'bye',
  'bye bye',
  'you',
  'music',
  'applause',
  'gracias',
  'muchas gracias',
  'gracias por ver',
  'gracias por ver el video',
  'gracias por ver el vídeo',
  'suscríbete',
  'suscríbete al canal',
  'suscríbete a mi canal',
  'no olvides suscribirte',
  'no olviden suscribirse',
  'subtítulos realizados por la comunidad de amaraorg',
  'subtítulos por la comunidad de amaraorg',
  'hasta la próxima',
  'adiós',
  'chao',
  'música',
  'aplausos',
  "soustitres réalisés par la communauté d'amaraorg",
  "soustitres réalisés para la communauté d'amaraorg",
  'soustitrage société radiocanada',
  "soustitrage st' 501",
  "merci d'avoir regardé",
  "merci d'avoir regardé la vidéo",
  "merci d'avoir regardé cette vidéo",
  'par soustitreurcom',
]);

/** Whether a text is one that recognisers invent; where somebody speaks, it may have been said. */
export function isPhantom(text: string): boolean {
  return phantoms.has(
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .replace(/[^\p{L}\p{N}' ]+/gu, '')
      .trim(),
  );
}
