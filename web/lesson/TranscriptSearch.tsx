import { Button } from '../parts/Button.tsx';
import { lessonText } from '../text/lesson.ts';

interface TranscriptSearchProps {
  readonly words: string;
  /** How many lines have them, and which of these is shown, from 1; 0 for none yet. */
  readonly count: number;
  readonly place: number;
  readonly onWords: (words: string) => void;
  /** Goes to the next line that has them, or to the one before. */
  readonly onStep: (step: 1 | -1) => void;
}

/** Finds words in the transcript: Enter goes to the next line that has them, with Shift to the one before. */
export function TranscriptSearch({ words, count, place, onWords, onStep }: TranscriptSearchProps) {
  const text = lessonText.transcript.search;
  return (
    <search class="transcript-search">
      <input
        class="input"
        type="search"
        aria-label={text.label}
        placeholder={text.short}
        maxLength={200}
        value={words}
        onInput={({ currentTarget }) => onWords(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
      />
      <span class="small soft numbers" role="status">
        {words.trim() === '' ? '' : count > 0 && place > 0 ? text.place({ place, count }) : text.found({ count })}
      </span>
      {words.trim() === '' ? null : (
        <>
          <Button
            compact
            look="quiet"
            icon="up"
            label={text.previous}
            disabled={count === 0}
            onClick={() => onStep(-1)}
          />
          <Button compact look="quiet" icon="down" label={text.next} disabled={count === 0} onClick={() => onStep(1)} />
        </>
      )}
    </search>
  );
}
