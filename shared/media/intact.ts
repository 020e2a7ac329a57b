import type { MediaSource } from './blobSource.ts';
import type { RunBounds } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromSource } from './inputs.ts';
import type { Probe } from './probe.ts';

// What ffmpeg says of a picture whose parts do not have the lengths that they tell, and of sound that cannot be decoded.
const damage =
  /Invalid NAL unit size|corrupted stream|invalid MP4\/AVCC|bitstream filter|Error while decoding|Error submitting packet|Invalid data found/i;

/**
 * Whether a browser would play a recording to its end without stumbling. ffmpeg, and so the transcript, goes on after a
 * damaged place; a browser stops there for good. All of it is read; the sound is decoded, of the picture only the
 * structure is looked at: a place that is damaged within one frame is shown damaged, and passes.
 * @throws PermanentError | TransientError as `runFfmpeg`.
 */
export async function isIntact(source: MediaSource, probe: Probe, bounds: RunBounds): Promise<boolean> {
  const { video, audio } = probe;
  let said = '';
  await runFfmpeg({
    ...bounds,
    doing: 'looking for damaged places',
    source,
    inputs: [fromSource(source)],
    outputs: [
      {
        target: '-',
        options: [
          ...(video === null ? [] : ['-map', `0:${video.streamIndex}`, '-c:v', 'copy']),
          ...(video?.codec === 'h264' ? ['-bsf:v', 'h264_mp4toannexb'] : []),
          ...(audio === null ? [] : ['-map', `0:${audio.streamIndex}`, '-c:a', 'pcm_s16le']),
          ...['-f', 'null'],
        ],
      },
    ],
    complaints: (text) => {
      said = text;
    },
  });
  return !damage.test(said);
}
