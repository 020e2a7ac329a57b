import { useState } from 'preact/hooks';
import { Button } from '../parts/Button.tsx';
import { upload as text } from '../text/upload.ts';
import { activeFirst, batchOf, isOver } from './batch.ts';
import { useNotification } from './notify.ts';
import { remove } from './queue.ts';
import { isBusy } from './status.ts';
import { UploadRow } from './UploadRow.tsx';
import type { Upload } from './uploads.ts';

/** What is being uploaded, in a corner of every view. */
export function UploadPanel({ all }: { all: readonly Upload[] }) {
  const [folded, fold] = useState(false);
  const running = all.filter((upload) => isBusy(upload) || upload.status === 'waiting').length;
  const stuck = all.filter(({ status }) => ['exists', 'choose', 'failed'].includes(status)).length;
  const ended = all.filter(({ status }) => status === 'done');
  const title =
    running > 0
      ? text.panel.running({ count: running })
      : stuck > 0
        ? text.panel.waiting({ count: stuck })
        : text.panel.ended;
  const batch = batchOf(all);
  const { telling, ask } = useNotification(batch);
  return (
    <section class="uploads" aria-label={text.panel.name}>
      <div class="uploads-head">
        <h2>{title}</h2>
        <p class="unseen" role="status">
          {title}
        </p>
        {ended.length > 0 && running === 0 ? (
          <Button
            look="quiet"
            compact
            onClick={() => {
              for (const { id } of ended) remove(id);
            }}
          >
            {text.panel.clear}
          </Button>
        ) : null}
        <Button
          look="quiet"
          compact
          icon={folded ? 'up' : 'down'}
          label={folded ? text.panel.unfold : text.panel.fold}
          aria-expanded={!folded}
          onClick={() => fold(!folded)}
        />
      </div>
      {all.length < 2 ? null : (
        <div class="uploads-batch">
          <p class="small numbers" role="status">
            {text.batch.line(batch)}
          </p>
          {telling === 'unasked' && !isOver(batch) ? (
            <Button compact onClick={ask}>
              {text.batch.tell}
            </Button>
          ) : null}
          {telling === 'granted' && !isOver(batch) ? <p class="small soft">{text.batch.told}</p> : null}
        </div>
      )}
      {folded ? null : (
        <ul class="uploads-list">
          {activeFirst(all).map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
    </section>
  );
}
