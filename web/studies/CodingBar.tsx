import { useCodebook } from '../lesson/useCodebook.ts';
import { subtypesOf } from '../model/codebook.ts';
import type { Item } from '../model/coding.ts';
import { Button } from '../parts/Button.tsx';
import { CodeShape } from '../parts/CodeBadge.tsx';
import { Field } from '../parts/Field.tsx';
import { common } from '../text/common.ts';
import { lessonText } from '../text/lesson.ts';
import { studiesText } from '../text/studies.ts';
import { subtypeText } from '../text/subtypes.ts';
import { askers } from './askers.ts';
import type { CodingCommand } from './useCodingCommands.ts';

const text = studiesText.coding;

interface CodingBarProps {
  readonly item: Item | undefined;
  /** Which it is, from 1, of how many. */
  readonly place: number;
  readonly all: number;
  readonly done: boolean;
  readonly canUndo: boolean;
  readonly run: (command: CodingCommand) => void;
}

/** The question that the keys speak of, what the coder says of it, and a button for each key. */
export function CodingBar({ item, place, all, done, canUndo, run }: CodingBarProps) {
  const label = item?.code?.label;
  const { nameOf } = useCodebook();
  const fixed = done || item === undefined;
  const key = (letter: string) => (
    <span class="key" aria-hidden="true">
      {letter}
    </span>
  );
  return (
    <section class="now card" aria-label={text.current}>
      <div class="now-steps">
        <Button compact label={lessonText.now.previous} disabled={item === undefined} onClick={() => run('previous')}>
          <span aria-hidden="true">↑</span>
        </Button>
        <Button compact label={lessonText.now.next} disabled={all === 0} onClick={() => run('next')}>
          <span aria-hidden="true">↓</span>
        </Button>
      </div>
      <p class="now-text">{item?.text ?? <span class="soft">{all === 0 ? text.nothing : text.first}</span>}</p>
      {item === undefined ? null : (
        <p class="now-facts small soft numbers">
          {factsOf(item, place, all, nameOf).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      )}
      <div class="now-actions">
        <Button compact disabled={fixed} aria-pressed={label === 'OEQ'} onClick={() => run('open')}>
          <CodeShape label="OEQ" />
          {text.labels.OEQ} {key('O')}
        </Button>
        <Button compact disabled={fixed} aria-pressed={label === 'CEQ'} onClick={() => run('closed')}>
          <CodeShape label="CEQ" />
          {text.labels.CEQ} {key('C')}
        </Button>
        {item !== undefined && item.found === undefined ? (
          <Button compact disabled={fixed} onClick={() => run('reject')}>
            {text.remove} {key('X')}
          </Button>
        ) : (
          <Button compact disabled={fixed} aria-pressed={label === 'none'} onClick={() => run('reject')}>
            {text.labels.none} {key('X')}
          </Button>
        )}
        <Button compact disabled={done} onClick={() => run('add')}>
          {text.addShort} {key('A')}
        </Button>
        <Button compact disabled={done || !canUndo} onClick={() => run('undo')}>
          {text.undo} {key('U')}
        </Button>
        <Button compact disabled={all === 0} onClick={() => run('confirm')}>
          {text.next} {key('↵')}
        </Button>
        <Button compact look="quiet" onClick={() => run('help')}>
          {text.keys} {key('?')}
        </Button>
      </div>
      <Finer item={item} fixed={fixed} run={run} />
    </section>
  );
}

/** Subtype and who asked, of a question that has a label. */
function Finer({ item, fixed, run }: Pick<CodingBarProps, 'item' | 'run'> & { fixed: boolean }) {
  const code = item?.code;
  const label = code === undefined || code.label === 'none' ? undefined : code.label;
  const { codebook, nameOf, definitionOf } = useCodebook();
  const offered = label === undefined ? [] : subtypesOf(codebook, label);
  const earlier = code?.subtype !== undefined && !offered.some(({ key }) => key === code.subtype);
  return (
    <div class="coding-finer">
      <Field label={text.subtype}>
        {(control) => (
          <select
            {...control}
            class="input"
            disabled={fixed || label === undefined}
            value={code?.subtype ?? ''}
            onChange={({ currentTarget: { value } }) => run({ subtype: value === '' ? undefined : value })}
          >
            <option value="">{text.notSaid}</option>
            {earlier ? <option value={code.subtype}>{nameOf(code.subtype ?? '')}</option> : null}
            {offered.map(({ key }, index) => (
              <option key={key} value={key} title={definitionOf(key)}>
                {index + 1} {nameOf(key)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.askedBy}>
        {(control) => (
          <select
            {...control}
            class="input"
            disabled={fixed || label === undefined}
            value={code?.askedBy ?? ''}
            onChange={({ currentTarget: { value } }) => run({ askedBy: askers.find((one) => one === value) })}
          >
            <option value="">{text.notSaid}</option>
            {askers.map((one) => (
              <option key={one} value={one}>
                {lessonText.askedBy.names[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

function factsOf({ start, end, found }: Item, place: number, all: number, nameOf: (key: string) => string): string[] {
  const machine = found?.machine;
  const kind = machine?.subtype === undefined ? subtypeText.unmapped : nameOf(machine.subtype);
  return [
    lessonText.now.place({ number: place, all }),
    text.fromTo({ start, end }),
    ...(found === undefined ? [text.added] : []),
    ...(machine === undefined ? [] : [text.machine({ code: `${common.codes[machine.label].short}, ${kind}` })]),
  ];
}
