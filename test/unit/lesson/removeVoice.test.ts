import { beforeAll, expect, test } from 'vitest';
import { sourceOf } from '../../../shared/lessons/admission.ts';
import { type Asked, runOrchestrator } from './runOrchestrator.ts';

const source = sourceOf({
  ...{ blobName: 'school/boats.mp4', etag: '"1"', sizeBytes: 1000 },
  uploadedAt: new Date('2026-03-01T09:00:00Z'),
});
const place = { siteId: 'school', lessonId: source.lessonId };
const ok = (value: unknown) => ({ kind: 'ok', value });
const fails = (code: string, message: string) => ({ kind: 'failed', failure: { code, message } });

// Registers the orchestrators with the SDK that runOrchestrator has loaded before.
beforeAll(async () => {
  await Promise.all([
    import('../../../functions/lesson/removeVoice.ts'),
    import('../../../functions/lesson/makePicture.ts'),
  ]);
});

/** What each activity answers when all goes well, unless a test says otherwise. */
function removal(otherwise: Readonly<Record<string, (asked: Asked) => unknown>> = {}) {
  const usual: Readonly<Record<string, unknown>> = {
    mutePlayed: ok({ kind: 'muted' }),
    replaceOriginal: ok('replaced'),
    probeVideo: ok({ hasPicture: true, durationSeconds: 60 }),
    makePicture: { kind: 'ready', video: 'v', original: false, poster: null },
  };
  return runOrchestrator('removeVoice', { ...place, by: 'Ms Ortiz' }, (asked) =>
    asked.name in otherwise ? otherwise[asked.name]?.(asked) : (usual[asked.name] ?? ok(null)),
  );
}
const names = (asked: readonly Asked[]) => asked.map(({ name }) => name);
const endOf = (asked: readonly Asked[]) => asked.find(({ name }) => name === 'endRemoval')?.input;

test('words go first, then what is played, then the recording', async () => {
  const { output, asked } = await removal();
  expect(output).toBe('removed');
  expect(names(asked)).toEqual(['planRemoval', 'applyRemoval', 'mutePlayed', 'replaceOriginal', 'endRemoval']);
  expect(endOf(asked)).toMatchObject({ ...place, ended: { playback: 'muted', original: 'replaced' } });
});

test('where the recording itself was played, a video is made without the voice and shown', async () => {
  const { asked } = await removal({ mutePlayed: () => ok({ kind: 'make', source }) });
  expect(names(asked)).toEqual([
    ...['planRemoval', 'applyRemoval', 'mutePlayed', 'probeVideo', 'makePicture', 'cleanUp', 'showMuted'],
    ...['replaceOriginal', 'endRemoval'],
  ]);
});

test.each([
  ['muting', { mutePlayed: () => fails('not-a-video', 'no') }],
  [
    'muting, again and again',
    {
      mutePlayed: () => {
        throw new Error('[not-a-video] no');
      },
    },
  ],
  [
    'making it anew',
    {
      mutePlayed: () => ok({ kind: 'make', source }),
      makePicture: () => ({ kind: 'failed', failure: { code: 'not-a-video', message: 'no' } }),
    },
  ],
])('what cannot be muted is played no more, and the receipt says so: %s', async (_, otherwise) => {
  const { output, asked } = await removal(otherwise);
  expect(output).toBe('removed');
  expect(names(asked)).toContain('withdrawPlayback');
  expect(endOf(asked)).toMatchObject({
    ended: { playback: 'withdrawn', why: 'not-a-video', original: 'replaced' },
  });
});

test('a recording that cannot be replaced is said to be kept', async () => {
  const { asked } = await removal({ replaceOriginal: () => fails('file-refused', 'no') });
  expect(endOf(asked)).toMatchObject({ ended: { playback: 'muted', original: 'not-replaced', why: 'file-refused' } });
});

test('what cannot be decided is undone, and nothing is written', async () => {
  const { output, asked } = await removal({ planRemoval: () => fails('superseded', 'gone') });
  expect([output, names(asked)]).toEqual(['undone', ['planRemoval', 'undoRemoval']]);
});

test('writing is tried for hours, and not where the lesson was replaced', async () => {
  let tries = 0;
  const patient = await removal({
    applyRemoval: () => {
      tries += 1;
      if (tries < 20) throw new Error('[database-unavailable] away');
      return ok(null);
    },
  });
  expect([patient.output, tries]).toEqual(['removed', 20]);
  const replaced = await removal({
    mutePlayed: () => fails('superseded', 'gone'),
    withdrawPlayback: () => fails('superseded', 'gone'),
  });
  expect(replaced.output).toBe('superseded');
  expect(names(replaced.asked).at(-1)).toBe('undoRemoval');
});
