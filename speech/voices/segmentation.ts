import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sampleRate } from '../sound/audioFormat.ts';
import { changesOf, isOverlap } from './turnTaking.ts';

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

/** Of every 16.875 ms of a sound, a probability. */
export interface SegmentedSound {
  /** That somebody speaks. */
  readonly voice: Float32Array;
  /** That two speak at once. */
  readonly overlap: Float32Array;
  /** The share of the windows in which, here or within 0.1 s, one voice follows another. */
  readonly change: Float32Array;
}

/** Hears whether anybody speaks, also in noise. One sound after another: it must not be called twice at once. */
export interface Segmentation {
  /** The most likely class of each of the 589 frames of the first ten seconds. */
  classesOf(samples: Float32Array): Promise<number[]>;
  /** What is heard in 16 kHz mono sound. Throws the signal's reason when aborted. */
  hear(samples: Float32Array, signal?: AbortSignal): Promise<SegmentedSound>;
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
  async function listen(samples: Float32Array, start: number): Promise<Float32Array> {
    input.fill(0);
    input.set(samples.subarray(start, start + windowSamples));
    const { logp } = await session.run({ wave: new Tensor('float32', input, [1, 1, windowSamples]) });
    if (!(logp?.data instanceof Float32Array) || logp.data.length !== windowFrames * classes)
      throw new Error('The segmentation model has other outputs than expected.');
    return logp.data;
  }

  return {
    classesOf: async (samples) => likeliest(await listen(samples, 0)),
    async hear(samples, signal) {
      const frames = Math.ceil(samples.length / frameSamples);
      const weights = new Float32Array(frames);
      const voice = new Float32Array(frames);
      const overlap = new Float32Array(frames);
      const change = new Float32Array(frames);
      const add = (sums: Float32Array, frame: number, amount: number) => {
        sums[frame] = (sums[frame] ?? 0) + amount;
      };
      for (let first = 0; first === 0 || first < frames - windowFrames + stepFrames; first += stepFrames) {
        signal?.throwIfAborted();
        const found = await listen(samples, first * frameSamples);
        const changing = nearAny(changesOf(likeliest(found)));
        for (let frame = 0; frame < windowFrames && first + frame < frames; frame += 1) {
          const weight = weightOf(frame);
          add(weights, first + frame, weight);
          add(voice, first + frame, weight * (1 - Math.exp(found[frame * classes] ?? 0)));
          add(overlap, first + frame, weight * overlapProbability(found, frame));
          if (changing[frame] === 1) add(change, first + frame, weight);
        }
      }
      const mean = (sums: Float32Array) => sums.map((sum, frame) => sum / (weights[frame] ?? 1));
      return { voice: mean(voice), overlap: mean(overlap), change: mean(change) };
    },
    release: () => session.release(),
  };
}

/** The most likely class of each frame of a window. */
function likeliest(logp: Float32Array): number[] {
  return Array.from({ length: windowFrames }, (_, frame) => {
    const row = logp.subarray(frame * classes, (frame + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

function overlapProbability(logp: Float32Array, frame: number): number {
  let sum = 0;
  for (let name = 0; name < classes; name += 1) if (isOverlap(name)) sum += Math.exp(logp[frame * classes + name] ?? 0);
  return sum;
}

/** Windows agree on a change to some 0.1 s. */
const changeSlackFrames = 5;

/** 1 at and near the given frames of a window. */
function nearAny(places: readonly number[]): Uint8Array {
  const near = new Uint8Array(windowFrames);
  for (const place of places) near.fill(1, Math.max(0, place - changeSlackFrames), place + changeSlackFrames + 1);
  return near;
}
