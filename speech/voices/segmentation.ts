import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sampleRate } from '../sound/audioFormat.ts';

/** The network hears ten seconds at a time. */
const windowSamples = 10 * sampleRate;
/** Frames of one window. */
const windowFrames = 589;
/** Classes of a frame: nobody; one of three voices; two of them at once. */
const classes = 7;
/** From one frame to the next: 16.875 ms. */
const frameSamples = 270;

/** Seconds that one probability stands for, and where the first one's middle lies. */
export const segmentationFrameSeconds = frameSamples / sampleRate;
export const firstFrameSeconds = 0.031;

/** A window begins every 2.5 s, a whole number of frames: each moment is heard four times, in four surroundings. */
const stepFrames = 148;

/** Hears whether anybody speaks, also in noise. One sound after another: it must not be called twice at once. */
export interface Segmentation {
  /** The most likely class of each of the 589 frames of the first ten seconds. */
  classesOf(samples: Float32Array): Promise<number[]>;
  /**
   * The probability that somebody speaks, for every 16.875 ms of 16 kHz mono sound.
   * Throws the signal's reason when aborted.
   */
  probabilities(samples: Float32Array, signal?: AbortSignal): Promise<Float32Array>;
  release(): Promise<void>;
}

/** How much a frame of a window counts: at a window's edges the network has heard one side only. */
const weightOf = (frame: number) => 0.05 + 0.95 * Math.sin((Math.PI * (frame + 0.5)) / windowFrames) ** 2;

/**
 * Loads pyannote's segmentation-3.0 (models/NOTICE.md says where it is from). The weights' hash must have been checked
 * before (see `verifyVoiceWeights`).
 */
export async function loadSegmentation(modelPath: string): Promise<Segmentation> {
  // Small as it is, a second thread costs more in waking up than it computes.
  const session = await InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const input = new Float32Array(windowSamples);

  /** Log-probabilities of one window's frames, class by class; what is beyond the sound's end is silence. */
  async function hear(samples: Float32Array, start: number): Promise<Float32Array> {
    input.fill(0);
    input.set(samples.subarray(start, start + windowSamples));
    const { logp } = await session.run({ wave: new Tensor('float32', input, [1, 1, windowSamples]) });
    if (!(logp?.data instanceof Float32Array) || logp.data.length !== windowFrames * classes)
      throw new Error('The segmentation model has other outputs than expected.');
    return logp.data;
  }

  return {
    async classesOf(samples) {
      const found = await hear(samples, 0);
      return Array.from({ length: windowFrames }, (_, frame) => {
        const row = found.subarray(frame * classes, (frame + 1) * classes);
        return row.indexOf(Math.max(...row));
      });
    },
    async probabilities(samples, signal) {
      const frames = Math.ceil(samples.length / frameSamples);
      const sums = new Float32Array(frames);
      const weights = new Float32Array(frames);
      for (let first = 0; first === 0 || first < frames - windowFrames + stepFrames; first += stepFrames) {
        signal?.throwIfAborted();
        const found = await hear(samples, first * frameSamples);
        for (let frame = 0; frame < windowFrames && first + frame < frames; frame += 1) {
          const weight = weightOf(frame);
          sums[first + frame] = (sums[first + frame] ?? 0) + weight * (1 - Math.exp(found[frame * classes] ?? 0));
          weights[first + frame] = (weights[first + frame] ?? 0) + weight;
        }
      }
      return sums.map((sum, frame) => sum / (weights[frame] ?? 1));
    },
    release: () => session.release(),
  };
}
