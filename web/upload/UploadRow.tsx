import { useRights } from '../frame/useRights.ts';
import { Button } from '../parts/Button.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { toast } from '../parts/Toasts.tsx';
import { formatBytes } from '../text/format.ts';
import { upload as text } from '../text/upload.ts';
import { openFileDialog } from './choose.ts';
import { continueWith, pauseUpload, remove, resume } from './queue.ts';
import { nextName } from './refuse.ts';
import { isBusy } from './status.ts';
import { secondsLeft, type Upload } from './uploads.ts';

export function UploadRow({ upload }: { upload: Upload }) {
  const { id, fileName, mark, status, sentBytes } = upload;
  const moves = isBusy(upload) || status === 'waiting';
  return (
    <li class="upload">
      <div class="upload-head">
        <span class="upload-name" title={fileName}>
          {fileName}
        </span>
        {moves && status !== 'finishing' ? (
          <Button
            look="quiet"
            compact
            icon="pause"
            label={text.pause({ name: fileName })}
            onClick={() => pauseUpload(id)}
          />
        ) : null}
        {status === 'paused' ? (
          <Button look="quiet" compact icon="play" label={text.resume({ name: fileName })} onClick={() => resume(id)} />
        ) : null}
        <Button
          look="quiet"
          compact
          icon="close"
          label={status === 'done' ? text.dismiss({ name: fileName }) : text.cancel({ name: fileName })}
          onClick={() => remove(id)}
        />
      </div>
      {status === 'done' ? null : (
        <ProgressBar label={text.progressOf({ name: fileName })} value={sentBytes / mark.size} />
      )}
      <p class="small soft numbers">{stateOf(upload)}</p>
      <Choices upload={upload} />
    </li>
  );
}

function stateOf(upload: Upload): string {
  const { status, sentBytes, mark, error } = upload;
  const sent = { sent: formatBytes(sentBytes), size: formatBytes(mark.size) };
  if (status === 'failed') return error ?? '';
  if (status === 'choose') return text.states.choose(sent);
  if (status === 'uploading' || status === 'paused' || status === 'offline') {
    const left = secondsLeft(upload);
    const known = left === undefined ? [] : [left < 60 ? text.soon : text.left({ minutes: Math.round(left / 60) })];
    return [text.states[status], text.sent(sent), ...known].join(' · ');
  }
  return text.states[status];
}

function Choices({ upload: { id, status, fileName, mark, lessonId } }: { upload: Upload }) {
  const rights = useRights();
  const chooseAgain = () =>
    openFileDialog(false, ([file]) => {
      if (file !== undefined && !continueWith(id, file)) toast(text.wrongFile({ name: mark.name }));
    });
  if (status === 'exists') {
    return (
      <div class="upload-choices">
        <Button compact onClick={() => resume(id, { fileName: nextName(fileName) })}>
          {text.keepBoth}
        </Button>
        {rights?.administer ? (
          <Button compact look="danger" onClick={() => resume(id, { replace: true })}>
            {text.replace}
          </Button>
        ) : null}
      </div>
    );
  }
  if (status === 'choose') {
    return (
      <div class="upload-choices">
        <Button compact onClick={chooseAgain}>
          {text.chooseAgain}
        </Button>
      </div>
    );
  }
  if (status === 'failed') {
    return (
      <div class="upload-choices">
        <Button compact icon="retry" onClick={() => resume(id)}>
          {text.tryAgain}
        </Button>
      </div>
    );
  }
  if (status !== 'done' || lessonId === undefined) return null;
  return (
    <div class="upload-choices">
      <a class="small" href={`/lessons/${lessonId}`}>
        {text.open}
      </a>
    </div>
  );
}
