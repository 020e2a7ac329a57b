import { useState } from 'preact/hooks';
import { bringInTable, type StudyHandCodingResponse, type StudyResponse } from '../api/studies.ts';
import { CodebookOf } from '../lesson/useCodebook.ts';
import { Button } from '../parts/Button.tsx';
import { DataTable } from '../parts/DataTable.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { formatClock } from '../text/format.ts';
import { studiesText } from '../text/studies.ts';
import { CodeInWords } from './CodingList.tsx';

interface Place {
  readonly lessonId: string;
  readonly title: string;
  readonly coder: string;
}

/** Who has still to hand in what: where a table of earlier coding can be put. */
export const placesOf = ({ assignments }: StudyResponse): Place[] =>
  assignments.flatMap(({ lessonId, title, coders }) =>
    title === null ? [] : coders.flatMap(({ coder, done }) => (done ? [] : [{ lessonId, title, coder }])),
  );

interface TableDialogProps {
  readonly study: StudyResponse;
  readonly by: string;
  readonly onTaken: () => void;
  readonly onClose: () => void;
}

/** A file that is dropped here is for this, and no recording to upload (DropArea.tsx). */
function ownDrop(event: DragEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** A table of earlier coding by hand: dropped or chosen, shown as it matches, and then taken as a coder's codes. */
export function TableDialog({ study, by, onTaken, onClose }: TableDialogProps) {
  const text = studiesText.table;
  const places = placesOf(study);
  const [at, setAt] = useState(0);
  const [csv, setCsv] = useState<string>();
  const [match, setMatch] = useState<StudyHandCodingResponse>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const place = places[at];
  const ask = async (table: string, take: boolean, where: Place | undefined) => {
    if (where === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      const answer = await bringInTable(study.id, where.lessonId, { csv: table, coder: where.coder, take }, by);
      setMatch(answer);
      if (answer.taken) onTaken();
    } catch (thrown) {
      if (!take) setMatch(undefined);
      setError(thrown);
    }
    setBusy(false);
  };
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    const table = await file.text();
    setCsv(table);
    await ask(table, false, place);
  };
  return (
    <Dialog title={text.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (csv !== undefined && match !== undefined) void ask(csv, true, place);
        }}
        onDragEnter={ownDrop}
        onDragOver={ownDrop}
        onDrop={(event) => {
          ownDrop(event);
          void read(event.dataTransfer?.files[0]);
        }}
      >
        <Field label={text.place}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={at}
              onChange={({ currentTarget }) => {
                const next = Number(currentTarget.value);
                setAt(next);
                if (csv !== undefined) void ask(csv, false, places[next]);
              }}
            >
              {places.map(({ lessonId, title, coder }, index) => (
                <option key={`${lessonId} ${coder}`} value={index}>
                  {text.of({ title, coder })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={text.file} hint={text.hint}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              onChange={({ currentTarget }) => void read(currentTarget.files?.[0])}
            />
          )}
        </Field>
        {error === undefined ? null : <ErrorNotice error={error} />}
        {match === undefined ? null : (
          <CodebookOf.Provider value={match.codebook}>
            <Match match={match} />
          </CodebookOf.Provider>
        )}
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" disabled={busy || match === undefined || match.codes.length === 0}>
            {text.take}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Match({ match }: { match: StudyHandCodingResponse }) {
  const text = studiesText.table;
  const { codes, missing } = match;
  const matched = codes.filter((code) => code.matched).length;
  return (
    <>
      <p class="numbers" role="status">
        {text.found({ codes: codes.length, matched, missing: missing.length })}
      </p>
      <DataTable
        caption={text.codes}
        rows={codes.map((code, index) => ({ ...code, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          { title: text.time, cell: ({ startSeconds }) => formatClock(startSeconds) },
          { title: text.words, cell: ({ text: said }) => said ?? '' },
          { title: text.code, cell: ({ matched: _, index: __, ...code }) => <CodeInWords code={code} /> },
          { title: text.machine, cell: (code) => (code.matched ? text.yes : text.no) },
        ]}
      />
      {missing.length === 0 ? null : (
        <>
          <p class="small soft">{text.missing}</p>
          <ul class="small">
            {missing.map(({ startSeconds, text: said }) => (
              <li key={startSeconds}>
                {formatClock(startSeconds)} {said}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
