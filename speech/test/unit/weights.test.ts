import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embedderFile, readWeights, segmentationFile, verifyVoiceWeights } from '../../models/weights.ts';

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

describe('the networks that hear voices', () => {
  it.each([
    ['segmentation', segmentationFile],
    ['embedder', embedderFile],
  ])('are not loaded when one byte of the %s is another', async (name, file) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'askwell-weights-'));
    try {
      const bytes = await readFile(file);
      const changed = path.join(folder, path.basename(file));
      await writeFile(changed, bytes);
      expect(Object.keys(await verifyVoiceWeights({ [name]: changed }))).toHaveLength(2);
      bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1;
      await writeFile(changed, bytes);
      await expect(verifyVoiceWeights({ [name]: changed })).rejects.toThrow(
        /is not the file this was built for.*git checkout/,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
