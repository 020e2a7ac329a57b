import { Writable } from 'node:stream';
import type { MediaSource } from './blobSource.ts';
import { type RunBounds, untilDeadline } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromSource } from './inputs.ts';
import { fitted } from './picture.ts';
import { type Probe, recordingsIn } from './probe.ts';

// Where to look, as shares of the whole. Later ones only when what was found before is dark.
const places = [0.1, 0.35, 0.6, 0];
// Mean brightness, 0 to 255, under which a picture is a lens cap or a fade. Black is 16 in most videos.
const dark = 32;

/** Gathers the small grey picture, of which only the mean is wanted. */
function meanOf(): { readonly sink: Writable; readonly mean: () => number } {
  let sum = 0;
  let count = 0;
  const sink = new Writable({
    autoDestroy: false,
    emitClose: false,
    write(bytes: Buffer, _encoding, taken) {
      for (const value of bytes) sum += value;
      count += bytes.length;
      taken();
    },
  });
  return { sink, mean: () => (count === 0 ? Number.NaN : sum / count) };
}

/**
 * Writes a JPEG, 640 pixels wide at most, of a picture that is typical of twelve seconds at about a tenth of the way.
 * @returns outFile, or null when the recording has no picture or none that can be decoded
 * @throws PermanentError | TransientError as `runFfmpeg`.
 */
export async function makePoster(
  source: MediaSource,
  probe: Probe,
  outFile: string,
  options: RunBounds,
): Promise<string | null> {
  const [first] = recordingsIn(source, probe);
  const video = first?.probe.video ?? null;
  if (first === undefined || video === null) return null;
  const bounds = untilDeadline(options);
  const { width, height } = fitted(video, 640, 640);
  let made = false;
  for (const place of places) {
    const { sink, mean } = meanOf();
    const start = Math.max(0, place * first.probe.durationSeconds);
    await runFfmpeg({
      ...bounds(),
      doing: 'making the poster',
      source,
      inputs: [fromSource(first.source, '-ss', start.toFixed(3), '-t', '12')],
      // Scaled first: the thumbnail filter keeps every picture that it compares.
      filter:
        `[0:${video.streamIndex}]scale=${width}:${height},setsar=1,fps=2,thumbnail=24,split[poster][look];` +
        `[look]scale=16:16,format=gray[grey]`,
      outputs: [
        {
          target: outFile,
          options: ['-map', '[poster]', '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', '4', '-f', 'mjpeg'],
        },
        { target: sink, options: ['-map', '[grey]', '-frames:v', '1', '-f', 'rawvideo'] },
      ],
    });
    if (Number.isNaN(mean())) continue;
    made = true;
    if (mean() >= dark) break;
  }
  return made ? outFile : null;
}
