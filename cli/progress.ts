import { SingleBar } from 'cli-progress';

export interface ProgressView {
  show(progress: { stage: string; done: number; total: number }): void;
  end(): void;
}

const titles: Record<string, string> = {
  upload: 'Uploading',
  waiting: 'Waiting for its turn',
  probe: 'Looking at the file',
  sound: 'Taking the sound out',
  speech: 'Transcribing',
  questions: 'Coding questions',
  voices: 'Telling voices apart',
  picture: 'Preparing the picture',
  done: 'Done',
};

/** A bar for each stage on a terminal, a line for each step elsewhere. */
export function progressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? barView(stream) : lineView(stream);
}

function lineView(stream: NodeJS.WriteStream): ProgressView {
  let last = '';
  return {
    show({ stage, done, total }) {
      const line = `${titles[stage] ?? stage}${total > 1 ? ` ${done}/${total}` : ''}`;
      if (line !== last) stream.write(`${line}\n`);
      last = line;
    },
    end: () => undefined,
  };
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  let stage = '';
  let bar: SingleBar | undefined;
  const finish = () => {
    bar?.update(bar.getTotal());
    bar?.stop();
    bar = undefined;
  };
  const look = { barCompleteChar: '█', barIncompleteChar: '░' };
  return {
    show(progress) {
      if (progress.stage !== stage) {
        finish();
        stage = progress.stage;
        if (stage === 'done') return;
        const format = `${(titles[stage] ?? stage).padEnd(22)} {bar} {value}/{total}`;
        bar = new SingleBar({ stream, format, barsize: 30, hideCursor: true, ...look });
        bar.start(Math.max(1, progress.total), progress.done);
      }
      bar?.setTotal(Math.max(1, progress.total));
      bar?.update(progress.done);
    },
    end: finish,
  };
}
