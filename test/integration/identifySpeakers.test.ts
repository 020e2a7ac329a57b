import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sourceOf } from '../../shared/lessons/admission.ts';
import { blobPaths, containers } from '../../shared/lessons/blobPaths.ts';
import type { Source } from '../../shared/lessons/lesson.ts';
import { changeLesson, withUpload } from '../../shared/results/lessons.ts';
import { cleanUp } from '../../shared/stages/cleanUp.ts';
import { keepChunk } from '../../shared/stages/embedChunk.ts';
import { hearVoices } from '../../shared/stages/hearVoices.ts';
import { identifySpeakers, toldSpeakers } from '../../shared/stages/identifySpeakers.ts';
import { writeText } from '../../shared/storage/blobs.ts';
import { writeJson } from '../../shared/storage/json.ts';
import { dropVoices, readChunkVoices, readVoices } from '../../shared/storage/voices.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let service: Server;
/** Which parts were asked for, request by request. */
let asked: string[];
/** Chunks that the fake service takes for no sound. */
let refused: (body: string) => boolean;
let onAsked: () => Promise<void>;
let answered: readonly object[];

/** Halves of a voice that is alone in its place of 192: 0x3c00 is 1. */
const embeddingOf = (place: number): string => {
  const bytes = Buffer.alloc(2 * 192);
  bytes.writeUInt16LE(0x3c00, 2 * place);
  return bytes.toString('base64');
};
/** A fake service: in every chunk two people speak for ten windows each. */
const windows = [5, 60].flatMap((place, person) =>
  Array.from({ length: 10 }, (_, at) => ({
    start: 10 * person + at * 0.6,
    end: 10 * person + at * 0.6 + 1.5,
    embedding: embeddingOf(place),
  })),
);
const speech = [
  { start: 0, end: 6.9 },
  { start: 10, end: 16.9 },
];

beforeAll(async () => {
  service = createServer(async (request, response) => {
    const body = (await buffer(request)).toString('latin1');
    const isAbout = (part: string) => body.includes(`\r\n\r\n${part}\r\n`);
    if (isAbout('windows')) await onAsked();
    asked.push(['windows', 'changes'].filter(isAbout).join());
    response.writeHead(refused(body) ? 400 : 200, { 'content-type': 'application/json' });
    const parts = isAbout('windows') ? { windows: answered } : { changes: [10], overlaps: [] };
    response.end(JSON.stringify({ durationSeconds: 20, speech, ...parts }));
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  // A TCP server's address is always an AddressInfo.
  const { port } = service.address() as AddressInfo;
  stores = await startStores({ SPEECH_SERVICE_URL: `http://127.0.0.1:${port}` });
});
beforeEach(() => {
  asked = [];
  refused = () => false;
  onAsked = async () => undefined;
  answered = windows;
});
afterAll(async () => {
  service?.close();
  await stores?.[Symbol.asyncDispose]();
});

const never = new AbortController().signal;

async function lesson(name: string, consent: 'given' | 'withheld') {
  const upload = { blobName: `school/${name}.mp4`, etag: '"1"', sizeBytes: 1000 };
  const source = { ...sourceOf({ ...upload, uploadedAt: new Date('2026-03-01T09:00:00Z') }), details: { consent } };
  const chunks = [0, 1].map((index) => ({ index, start: 20 * index, end: 20 * (index + 1) }));
  const sound = { loudestDb: -20, gainDb: 0, tracks: [], trackCount: 1 };
  await writeJson('work', blobPaths.audioManifest(source), { durationSeconds: 40, voice: [], chunks, sound });
  for (const { index } of chunks)
    await writeText('work', blobPaths.audioChunk(source, index), `fLaC ${index}`, 'audio/flac');
  return source;
}

/** Everything that lies in some containers, as text. */
async function everythingIn(names: readonly string[]): Promise<string> {
  const client = BlobServiceClient.fromConnectionString(stores.storage);
  let text = '';
  for (const name of names) {
    const container = client.getContainerClient(name);
    for await (const blob of container.listBlobsFlat())
      text += (await container.getBlobClient(blob.name).downloadToBuffer()).toString('latin1');
  }
  return text;
}

/** All steps of a lesson's voices. */
async function identified(source: Source) {
  await embedded(source);
  await identifySpeakers(source, never);
  return toldSpeakers(source);
}
async function embedded(source: Source) {
  for (const index of [0, 1]) await hearVoices(source, index, never);
  for (const index of [0, 1]) await keepChunk(source, index, never);
}

test('two people are two voices over all chunks, and embeddings are in the account for them alone', async () => {
  const source = await lesson('told', 'given');
  const told = await identified(source);
  expect([told.state, told.windows.length]).toEqual(['told', 40]);
  // The sound is listened to once for who follows whom, and once for whose voice that is.
  expect(asked).toEqual(['changes', 'changes', 'windows', 'windows']);
  expect(told.speech.map(({ start }) => start)).toEqual([0, 10, 20, 30]);
  expect(told.changes).toEqual([10, 30]);
  const voices = told.windows.map(({ alike }) => alike.indexOf(Math.max(...alike)));
  const [first = -1, second = -1] = [voices[0], voices[10]];
  expect(voices).toEqual([first, second, first, second].flatMap((voice) => Array<number>(10).fill(voice)));
  expect(first).not.toBe(second);
  expect(told.windows.every(({ alike }) => alike.length === 2)).toBe(true);
  const { voices: own, ...others } = containers;
  const [kept, stored] = [await everythingIn([own]), await everythingIn(Object.values(others))];
  expect(stored).toContain('"alike"');
  expect(stored).not.toContain('embedding');
  for (const place of [5, 60]) {
    const bytes = Buffer.from(embeddingOf(place), 'base64').toString('latin1');
    expect(kept.split(bytes)).toHaveLength(21);
    for (const form of [embeddingOf(place), bytes]) expect(stored).not.toContain(form);
  }
  expect((await readVoices(source))?.map(({ start }) => start)).toEqual(told.windows.map(({ start }) => start));
});

test('where each has a microphone and a track, the same voice at two of them is two people', async () => {
  const source = await lesson('tracks', 'given');
  // In each chunk somebody speaks from 0 to 7 s, and somebody from 10 to 17 s; here with one voice.
  const [first] = windows;
  const alike = windows.map((window) => ({ ...window, embedding: first?.embedding }));
  answered = alike;
  const told = async () => {
    const { windows: found } = await identified(source);
    return found.map(({ alike: to }) => to.indexOf(Math.max(...to)));
  };
  expect(new Set(await told()).size).toBe(1);
  const loud = (from: number) =>
    Array.from({ length: 400 }, (_, at) => (at % 200 >= 10 * from && at % 200 < 10 * from + 80 ? -20 : -40));
  await writeJson('work', blobPaths.trackLevels(source), [loud(0), loud(10)]);
  const voices = await told();
  expect(new Set(voices).size).toBe(2);
  expect(voices[0]).not.toBe(voices[10]);
  expect(voices).toEqual(voices.map((_, at) => (at % 20 < 10 ? voices[0] : voices[10])));
});

test('a consent that is withheld while they are told leaves none behind', async () => {
  const source = await lesson('changed', 'given');
  const withheld = withUpload(null, { ...source, details: { consent: 'withheld' } }, new Date());
  onAsked = async () => void (await changeLesson(source.siteId, source.lessonId, () => withheld));
  for (const index of [0, 1]) await hearVoices(source, index, never);
  await keepChunk(source, 0, never);
  expect(await readChunkVoices(source, 0)).toBeNull();
  await changeLesson(source.siteId, source.lessonId, (present) => present && { ...present, consent: 'given' });
  await identifySpeakers(source, never);
  expect([(await toldSpeakers(source)).state, await readVoices(source)]).toEqual(['told', null]);
});

test('embeddings of a chunk that are there are not computed again, those that were lost are', async () => {
  const [whole, source] = [await identified(await lesson('whole', 'given')), await lesson('lost', 'given')];
  await embedded(source);
  asked = [];
  await keepChunk(source, 1, never);
  expect(asked).toEqual([]);
  await dropVoices(source.lessonId);
  await identifySpeakers(source, never);
  expect(asked).toEqual(['windows', 'windows']);
  expect(await toldSpeakers(source)).toEqual(whole);
});

test('what no step took goes with the end of the analysis', async () => {
  const source = await lesson('ended', 'given');
  await embedded(source);
  expect(await readChunkVoices(source, 1)).toHaveLength(20);
  await cleanUp(source);
  expect(await readChunkVoices(source, 1)).toBeNull();
});

test('in a lesson whose consent is withheld none is computed', async () => {
  const source = await lesson('withheld', 'withheld');
  expect((await identified(source)).state).toBe('withheld');
  expect(asked).toEqual(['changes', 'changes']);
});

test('of a chunk that could not be heard everybody is unknown, of the others nobody', async () => {
  const source = await lesson('half', 'given');
  await hearVoices(source, 1, never);
  await identifySpeakers(source, never);
  const told = await toldSpeakers(source);
  expect([told.state, told.windows.length, told.speech.map(({ start }) => start)]).toEqual(['told', 20, [20, 30]]);
  refused = (body) => body.includes('fLaC 0') && body.includes('windows');
  const other = await identified(await lesson('refused', 'given'));
  expect([other.state, other.windows.length, other.changes]).toEqual(['told', 20, [30]]);
});

test('a lesson of which no chunk could be heard says so', async () => {
  const source = await lesson('unheard', 'given');
  await identifySpeakers(source, never);
  expect([(await toldSpeakers(source)).state, asked]).toEqual(['failed', []]);
});

test('a lesson that could not be told says so', async () => {
  expect((await toldSpeakers(await lesson('failed', 'given'))).state).toBe('failed');
});
