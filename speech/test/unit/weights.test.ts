import { describe, expect, it } from 'vitest';
import { readWeights } from '../../models/weights.ts';

const sha256 = 'a'.repeat(64);

describe('the setting SPEECH_WEIGHTS', () => {
  it('is base unless said', () => {
    expect(readWeights(undefined, undefined).name).toBe('whisper-base');
    expect(readWeights('', undefined).name).toBe('whisper-base');
  });

  it('names small, with hashes of its own', () => {
    const [base, small] = [readWeights('base', undefined), readWeights('small', undefined)];
    expect(small.name).toBe('whisper-small');
    expect(small.folder).not.toBe(base.folder);
    expect(small.pinned).not.toEqual(base.pinned);
  });

  it('takes a folder with its hash, and names the model after it', () => {
    expect(readWeights('/models/my-whisper', sha256)).toEqual({
      name: 'my-whisper',
      folder: '/models/my-whisper',
      pinned: sha256,
    });
  });

  it.each([
    ['large', sha256, /base, small or the whole path/],
    ['./models', sha256, /base, small or the whole path/],
    ['/models/my-whisper', undefined, /SPEECH_WEIGHTS_SHA256.*speech:weights -- hash \/models\/my-whisper/],
    ['/models/my-whisper', 'abc', /SPEECH_WEIGHTS_SHA256/],
  ])('refuses %s with hash %s', (setting, hash, reason) => {
    expect(() => readWeights(setting, hash)).toThrow(reason);
  });
});
