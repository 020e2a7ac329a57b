import type { Transcript } from '../api/review.ts';
import type { Change } from '../model/change.ts';
import type { Voice } from '../model/voices.ts';
import { spanAt } from '../model/words.ts';
import { AddDialog, AskedByDialog, LineDialog, SplitDialog, TextDialog } from './EditDialogs.tsx';
import type { Editing } from './useCommands.ts';
import { SpeakerDialog } from './voices/SpeakerDialog.tsx';

interface EditorProps {
  readonly editing: Editing;
  readonly transcript: Transcript | undefined;
  /** Where the video is, and how long it is; seconds. */
  readonly time: number;
  readonly duration: number;
  readonly voices: readonly Voice[];
  readonly names: ReadonlyMap<number, string>;
  readonly onWant: (change: Change) => void;
  readonly onClose: () => void;
}

/** The dialogue for what is being corrected. */
export function Editor({ editing, transcript, time, duration, voices, names, ...rest }: EditorProps) {
  switch (editing.kind) {
    case 'add':
      return <AddDialog span={editing.span ?? spanAt(transcript, time, duration)} transcript={transcript} {...rest} />;
    case 'text':
      return <TextDialog question={editing.question} {...rest} />;
    case 'askedBy':
      return <AskedByDialog question={editing.question} {...rest} />;
    case 'split':
      return <SplitDialog question={editing.question} time={time} transcript={transcript} {...rest} />;
    case 'line': {
      const line = transcript?.segments[editing.line];
      return line === undefined ? null : <LineDialog line={line} {...rest} />;
    }
    case 'speaker':
      return (
        <SpeakerDialog
          line={editing.line}
          chosen={editing.count}
          lines={transcript?.segments ?? []}
          voices={voices}
          names={names}
          onWant={(...changes) => changes.forEach(rest.onWant)}
          onClose={rest.onClose}
        />
      );
  }
}
