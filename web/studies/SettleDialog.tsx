import { useState } from 'preact/hooks';
import type { AgreementResponse, UnitCode } from '../api/studies.ts';
import { Frame } from '../lesson/EditDialogs.tsx';
import { useCodebook } from '../lesson/useCodebook.ts';
import { subtypesOf } from '../model/codebook.ts';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { lessonText } from '../text/lesson.ts';
import { studiesText } from '../text/studies.ts';
import { askers } from './askers.ts';

const labels = ['OEQ', 'CEQ', 'none'] as const;
const words = studiesText.coding;
const most = 2000;

interface SettleDialogProps {
  readonly unit: AgreementResponse['disagreements'][number];
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSettle: (code: UnitCode, note: string) => void;
  readonly onClose: () => void;
}

/** A code that those who talked it over came to, with why. */
export function SettleDialog({ unit, busy, error, onSettle, onClose }: SettleDialogProps) {
  const before = unit.settled ?? unit.codes.find(({ code }) => code !== undefined)?.code;
  const [label, setLabel] = useState<UnitCode['label']>(before?.label ?? 'OEQ');
  const [subtype, setSubtype] = useState(before?.subtype);
  const [asker, setAsker] = useState(before?.askedBy);
  const [note, setNote] = useState(unit.settled?.note ?? '');
  const { codebook, nameOf } = useCodebook();
  const fitting = label === 'none' ? [] : subtypesOf(codebook, label);
  const save = () => {
    const { startSeconds, endSeconds, text } = unit;
    const fits = fitting.find(({ key }) => key === subtype)?.key;
    const code: UnitCode = {
      ...{ startSeconds, endSeconds, label },
      ...(text === undefined ? {} : { text }),
      ...(fits === undefined ? {} : { subtype: fits }),
      ...(asker === undefined || label === 'none' ? {} : { askedBy: asker }),
    };
    onSettle(code, note.trim());
  };
  return (
    <Frame title={studiesText.agreement.settle} ready={!busy} onSave={save} onClose={onClose}>
      <p>{unit.text}</p>
      <Field label={lessonText.list.code}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={label}
            onChange={({ currentTarget: { value } }) => setLabel(labels.find((one) => one === value) ?? 'none')}
          >
            {labels.map((one) => (
              <option key={one} value={one}>
                {words.labels[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.subtype}>
        {(control) => (
          <select
            {...control}
            class="input"
            disabled={fitting.length === 0}
            value={subtype ?? ''}
            onChange={({ currentTarget: { value } }) => setSubtype(value === '' ? undefined : value)}
          >
            <option value="">{words.notSaid}</option>
            {fitting.map(({ key, definition }) => (
              <option key={key} value={key} title={definition}>
                {nameOf(key)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.askedBy}>
        {(control) => (
          <select
            {...control}
            class="input"
            disabled={label === 'none'}
            value={asker ?? ''}
            onChange={({ currentTarget: { value } }) => setAsker(askers.find((one) => one === value))}
          >
            <option value="">{words.notSaid}</option>
            {askers.map((one) => (
              <option key={one} value={one}>
                {lessonText.askedBy.names[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={studiesText.agreement.why}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={2}
            maxLength={most}
            value={note}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
          />
        )}
      </Field>
      {error === undefined ? null : <ErrorNotice error={error} />}
    </Frame>
  );
}
