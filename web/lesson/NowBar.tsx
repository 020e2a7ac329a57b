import { codeOf, type Question } from '../model/code.ts';
import type { Command } from '../model/keys.ts';
import { Button } from '../parts/Button.tsx';
import { CodeBadge, CodeShape } from '../parts/CodeBadge.tsx';
import { formatShare } from '../text/format.ts';
import { lessonText } from '../text/lesson.ts';
import { shortWait } from './questions/waits.ts';
import { useCodebook } from './useCodebook.ts';

interface NowBarProps {
  readonly question: Question | undefined;
  /** Which of the shown questions it is, from 1, and how many these are. */
  readonly place: number;
  readonly all: number;
  readonly any: boolean;
  readonly canUndo: boolean;
  readonly run: (command: Command) => void;
}

/** Where it is, its subtype, its wait, how sure the machine is, its note. */
function factsOf(question: Question, place: number, all: number, nameOf: (key: string) => string): string[] {
  const { subtype } = codeOf(question);
  const { note } = question.review ?? {};
  return [
    lessonText.now.place({ number: place, all }),
    ...(subtype === undefined ? [] : [nameOf(subtype)]),
    `${lessonText.wait.title} ${shortWait(question)}`,
    `${lessonText.list.confidence} ${formatShare(question.confidence)}`,
    ...(note ? [`${lessonText.list.note}: ${note}`] : []),
  ];
}

/** The question that the keys speak of, with a button for each key. */
export function NowBar({ question, place, all, any, canUndo, run }: NowBarProps) {
  const { nameOf } = useCodebook();
  const label = question === undefined ? undefined : codeOf(question).label;
  const key = (text: string) => (
    <span class="key" aria-hidden="true">
      {text}
    </span>
  );
  return (
    <section class="now card" aria-label={lessonText.now.name}>
      <div class="now-steps">
        <Button
          compact
          label={lessonText.now.previous}
          disabled={question === undefined}
          onClick={() => run('previous')}
        >
          <span aria-hidden="true">↑</span>
        </Button>
        <Button compact label={lessonText.now.next} disabled={!any} onClick={() => run('next')}>
          <span aria-hidden="true">↓</span>
        </Button>
      </div>
      <p class="now-text">
        {question === undefined ? (
          <span class="soft">{any ? lessonText.now.none : lessonText.now.nothing}</span>
        ) : (
          <>
            <CodeBadge label={codeOf(question).label} /> <span>{question.text}</span>
          </>
        )}
      </p>
      {question === undefined ? null : (
        <p class="now-facts small soft numbers">
          {factsOf(question, place, all, nameOf).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      )}
      <div class="now-actions">
        <Button compact disabled={!question} aria-pressed={label === 'OEQ'} onClick={() => run('open')}>
          <CodeShape label="OEQ" />
          {lessonText.now.open} {key('O')}
        </Button>
        <Button compact disabled={!question} aria-pressed={label === 'CEQ'} onClick={() => run('closed')}>
          <CodeShape label="CEQ" />
          {lessonText.now.closed} {key('C')}
        </Button>
        <Button compact disabled={!question} icon="check" onClick={() => run('confirm')}>
          {lessonText.now.confirm} {key('↵')}
        </Button>
        <Button compact disabled={!question} onClick={() => run('note')}>
          {lessonText.now.note} {key('N')}
        </Button>
        <Button compact disabled={!question} aria-pressed={question?.rejected === true} onClick={() => run('reject')}>
          {lessonText.commands.reject} {key('X')}
        </Button>
        <Button compact onClick={() => run('add')}>
          {lessonText.commands.add} {key('A')}
        </Button>
        <Button compact disabled={!question} onClick={() => run('askedBy')}>
          {lessonText.commands.askedBy} {key('B')}
        </Button>
        <Button compact disabled={!canUndo} onClick={() => run('undo')}>
          {lessonText.now.undo} {key('U')}
        </Button>
        <Button compact look="quiet" onClick={() => run('help')}>
          {lessonText.now.keys} {key('?')}
        </Button>
      </div>
    </section>
  );
}
