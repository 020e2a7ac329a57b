import { Component } from 'preact';
import type { Transcript } from '../api/review.ts';
import type { Label } from '../model/code.ts';
import { languageName, otherLanguageOf } from '../model/languages.ts';
import { cutAt } from '../model/transcriptMarks.ts';
import { CodeBadge } from '../parts/CodeBadge.tsx';
import { formatClock } from '../text/format.ts';
import { lessonText } from '../text/lesson.ts';
import type { Player } from './player.ts';
import { samePiece } from './useGrowing.ts';

type Line = Transcript['segments'][number];

interface TranscriptLinesProps {
  readonly lines: readonly Line[];
  /** The codes asked in each line (codesOfLines). */
  readonly codes: readonly string[];
  /** Who says each line, where that is another one than before (whoOfLines). */
  readonly who: readonly string[];
  /** The page's: each line says something in it. */
  readonly language: string;
  readonly first: number;
  /** The line of the moment, -1 where it is in another piece. */
  readonly current: number;
  /** The one line that the tabulator comes to, -1 where it is in another piece. */
  readonly stop: number;
  /** Words that are sought. */
  readonly finder: RegExp | undefined;
  readonly player: Player;
  readonly onSeek: () => void;
}

/** Some lines; rendered again only when something of theirs has changed. */
export class TranscriptLines extends Component<TranscriptLinesProps> {
  override shouldComponentUpdate(next: TranscriptLinesProps): boolean {
    const { lines, codes, who, language, current, stop, finder } = this.props;
    return (
      next.current !== current ||
      next.stop !== stop ||
      next.finder !== finder ||
      next.language !== language ||
      !samePiece(next.lines, lines) ||
      !samePiece(next.codes, codes) ||
      !samePiece(next.who, who)
    );
  }

  override render({ lines, codes, who, first, current, stop, finder, player, onSeek }: TranscriptLinesProps) {
    const rows = lines.map((line, index) => (
      <button
        key={line.start}
        type="button"
        class="line"
        data-line={first + index}
        tabIndex={first + index === stop ? 0 : -1}
        {...(first + index === current ? { 'aria-current': 'true' as const } : {})}
        onClick={(event) => {
          player.seek(line.start);
          onSeek();
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        <span class="line-time numbers">{formatClock(line.start)}</span>
        <span>
          {who[index] ? <span class="line-who small">{who[index]}</span> : null}
          <span
            {...(line.language === undefined || line.language === 'und' ? {} : { lang: line.language })}
            class={line.heard === undefined || line.heard === 'clear' ? '' : 'soft'}
          >
            {line.heard === 'doubtful' ? '[?] ' : ''}
            <Words text={textOf(line)} finder={finder} />
            <Codes codes={codes[index] ?? ''} />
          </span>
        </span>
      </button>
    ));
    return (
      <div class="lines" style={{ '--lines': lines.length }}>
        {rows}
      </div>
    );
  }
}

/** What is shown of a line: of one in another language, which, in the page's. */
function textOf(line: Line): string {
  const other = otherLanguageOf(line);
  if (other === undefined) return inPlaceOfWords(line.text);
  const language = languageName(other);
  const { transcript } = lessonText;
  return language === undefined ? transcript.otherUnknown : transcript.other({ language });
}

function inPlaceOfWords(text: string): string {
  if (text === '[unclear]') return lessonText.transcript.unclear;
  return text === '[removed]' ? lessonText.transcript.removed : text;
}

function Words({ text, finder }: { text: string; finder: RegExp | undefined }) {
  if (finder === undefined) return <>{text}</>;
  return <>{cutAt(text, finder).map((piece, at) => (at % 2 === 0 ? piece : <mark key={at}>{piece}</mark>))}</>;
}

function Codes({ codes }: { codes: string }) {
  if (codes === '') return null;
  return (
    <span class="line-codes small">
      {/* Written by codesOfLines. */}
      {(codes.split(' ') as Label[]).map((label, at) => (
        <CodeBadge key={at} label={label} />
      ))}
    </span>
  );
}
