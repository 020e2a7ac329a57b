import type { Segment, Span, Word } from '../lessons/transcript.ts';
import type { Attribution, Whose } from './whose.ts';

/** Between two voices nearer than this nobody can tell: the utterance is of an unknown voice. */
const leastMargin = 0.02;
/** A pause between two words after which somebody else may go on. */
const pauseSeconds = 0.25;
/** A recogniser's and a network's borders differ by this much. */
const slackSeconds = 0.2;

const endsSentence = ({ text }: Word): boolean => /[.?!…]["'”’)]*$/u.test(text);

interface Piece {
  readonly words: readonly Word[];
  readonly whose: Whose | null;
}

/**
 * Gives each segment and its words the voice that says them, and cuts a segment where another voice begins inside it.
 * `speaker` is null where nobody can tell. No word is lost.
 * @param changes where the network heard one voice follow another, in video time
 */
export function whoSaid(segments: readonly Segment[], changes: readonly number[], { whose }: Attribution): Segment[] {
  return segments.flatMap((segment): Segment[] => {
    const { words } = segment;
    if (words === undefined || words.length === 0) return [{ ...segment, ...said(whose(segment)) }];
    const pieces = joined(piecesOf(words, changes).map((own) => ({ words: own, whose: whose(spanOf(own)) })));
    if (pieces.length <= 1) {
      const voice = said(pieces[0]?.whose ?? null);
      return [{ ...segment, ...voice, words: words.map((word) => ({ ...word, ...voice })) }];
    }
    const { text: _text, words: _words, ...rest } = segment;
    return pieces.map((piece, at) => {
      const { start, end } = spanOf(piece.words);
      const voice = said(piece.whose);
      return {
        ...rest,
        start: at === 0 ? segment.start : start,
        end: at === pieces.length - 1 ? segment.end : end,
        text: piece.words.map(({ text }) => text).join(' '),
        words: piece.words.map((word) => ({ ...word, ...voice })),
        ...voice,
      };
    });
  });
}

const said = (found: Whose | null) =>
  found === null || found.margin < leastMargin
    ? { speaker: null }
    : { speaker: found.voice, speakerMargin: Math.round(found.margin * 1000) / 1000 };

const spanOf = (words: readonly Word[]): Span => ({
  start: words[0]?.start ?? 0,
  end: words.at(-1)?.end ?? 0,
});

/** Words between which nobody else can have begun. */
function piecesOf(words: readonly Word[], changes: readonly number[]): Word[][] {
  const pieces: Word[][] = [];
  for (const word of words) {
    const last = pieces.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined || mayChange(before, word, changes)) pieces.push([word]);
    else last.push(word);
  }
  return pieces;
}

function mayChange(before: Word, after: Word, changes: readonly number[]): boolean {
  if (endsSentence(before) || after.start - before.end >= pauseSeconds) return true;
  const from = Math.min((before.start + before.end) / 2, before.end - slackSeconds);
  const to = Math.max((after.start + after.end) / 2, after.start + slackSeconds);
  const nearest = changes.find((at) => at >= from && at <= to);
  return nearest !== undefined && Math.abs(nearest - (before.end + after.start) / 2) <= slackSeconds + pauseSeconds / 2;
}

const isUnsure = ({ whose }: Piece) => whose === null || whose.margin < leastMargin;

/** Pieces of one voice joined; what is unsure, or one word of a sentence that goes on, joins its sentence. */
function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last === undefined) {
      found.push(piece);
      continue;
    }
    const inSentence = !lastEndsSentence(last);
    const same = last.whose?.voice === piece.whose?.voice;
    const island = inSentence && (piece.words.length === 1 || last.words.length === 1);
    if (same || island || (inSentence && (isUnsure(piece) || isUnsure(last)))) {
      const longer = piece.words.length > last.words.length ? piece : last;
      const sure = isUnsure(last) ? piece : isUnsure(piece) ? last : longer;
      found[found.length - 1] = { words: [...last.words, ...piece.words], whose: sure.whose };
    } else found.push(piece);
  }
  return found;
}

function lastEndsSentence({ words }: Piece): boolean {
  const last = words.at(-1);
  return last !== undefined && endsSentence(last);
}
