/** What Whisper learned to write under films when nobody speaks. */
const phantoms = new Set([
  'thank you',
  'thank you very much',
  'thank you so much',
  'thank you for watching',
  'thanks for watching',
  'thank you for watching please subscribe',
  'please subscribe',
  'subscribe',
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
  'subtítulos realizados por la comunidad de amaraorg',
  'subtítulos por la comunidad de amaraorg',
  'hasta la próxima',
  'adiós',
  'chao',
  'música',
  'aplausos',
]);

/** Whether a text is one that recognisers invent; where somebody speaks, it may have been said. */
export function isPhantom(text: string): boolean {
  return phantoms.has(
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}' ]+/gu, '')
      .trim(),
  );
}
