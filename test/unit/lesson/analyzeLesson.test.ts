import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { sourceOf } from '../../../shared/lessons/admission.ts';
import { type Asked, runOrchestrator } from './runOrchestrator.ts';

const source = sourceOf({
  ...{ blobName: 'school/boats.mp4', etag: '"1"', sizeBytes: 1000 },
  uploadedAt: new Date('2026-03-01T09:00:00Z'),
});
const ok = (value: unknown) => ({ kind: 'ok', value });
const fails = (code: string, message: string) => ({ kind: 'failed', failure: { code, message } });

// Registers the orchestrators with the SDK that runOrchestrator has loaded before.
beforeAll(async () => {
  await Promise.all([
    import('../../../functions/lesson/analyzeLesson.ts'),
    import('../../../functions/lesson/makePicture.ts'),
    import('../../../functions/lesson/hearLesson.ts'),
    import('../../../functions/lesson/transcribeLane.ts'),
  ]);
});

/** What each activity answers in a lesson of three chunks without a picture, unless a test says otherwise. */
function analysis(
  otherwise: Readonly<Record<string, (asked: Asked) => unknown>> = {},
  how: Parameters<typeof runOrchestrator>[3] = {},
) {
  const usual: Readonly<Record<string, unknown>> = {
    takeTurn: ok(true),
    probeVideo: ok({ hasPicture: false, durationSeconds: 60 }),
    extractAudio: ok({ chunkCount: 3, parallel: 4, attempts: 3 }),
    codeQuestions: ok(7),
  };
  const answer = (asked: Asked) =>
    asked.name in otherwise ? otherwise[asked.name]?.(asked) : (usual[asked.name] ?? ok(null));
  return runOrchestrator('analyzeLesson', source, answer, how);
}
const calls = (asked: readonly Asked[], name: string) => asked.filter((one) => one.name === name);
const names = (asked: readonly Asked[]) => [...new Set(asked.map(({ name }) => name))];

test('a lesson goes from its probe to its questions, each step once, each chunk once', async () => {
  const { output, asked } = await analysis();
  expect(output).toEqual({ kind: 'completed', questionCount: 7 });
  expect(asked.map(({ name }) => name)).toEqual([
    ...[
      'beginLesson',
      'takeTurn',
      'probeVideo',
      'extractAudio',
      'transcribeChunk',
      'transcribeChunk',
      'transcribeChunk',
    ],
    ...['assembleTranscript', 'codeQuestions', 'saveAnalysis', 'publishEvent', 'cleanUp', 'passTurn'],
  ]);
  expect(calls(asked, 'transcribeChunk').map(({ input }) => input)).toMatchObject(
    [0, 1, 2].map((index) => ({ index })),
  );
});

describe('in a line of others, a lesson', () => {
  const steps = ({ asked }: { asked: readonly Asked[] }) => asked.map(({ name }) => name);

  test('waits until it is called and it is its turn, then goes its way and makes room, once', async () => {
    const turns = [ok(false), ok(false), ok(true)];
    const ran = await analysis({ takeTurn: () => turns.shift() }, { event: 'turn' });
    expect(steps(ran).slice(0, 5)).toEqual(['beginLesson', 'takeTurn', 'takeTurn', 'takeTurn', 'probeVideo']);
    expect(steps(ran).filter((name) => name === 'passTurn')).toHaveLength(1);
  });

  test('that fails makes room as well', async () => {
    expect(steps(await analysis({ probeVideo: () => fails('no-sound', 'It has none.') })).at(-1)).toBe('passTurn');
  });

  test('that began before there were lines goes on without', async () => {
    const ran = await analysis({}, { version: '1.0' });
    expect(steps(ran)).not.toContain('takeTurn');
    expect(steps(ran)).not.toContain('passTurn');
  });
});

describe('the settings of speech', () => {
  const away = () => {
    throw new Error('[speech-unavailable] Nobody listens.');
  };

  test.each([1, 3, 5])(
    'SPEECH_ATTEMPTS: a chunk is tried %d times and no more, then the lesson says why it failed',
    async (attempts) => {
      const { output, asked } = await analysis({
        extractAudio: () => ok({ chunkCount: 1, parallel: 1, attempts }),
        transcribeChunk: away,
      });
      expect(calls(asked, 'transcribeChunk')).toHaveLength(attempts);
      const failure = { code: 'speech-unavailable', message: 'Nobody listens.', stage: 'transcribeChunk' };
      expect(output).toEqual({ kind: 'failed', failure });
      expect(calls(asked, 'recordFailure').map(({ input }) => input)).toMatchObject([{ failure }]);
    },
  );

  test.each([5, 8])('SPEECH_PARALLEL: 5 chunks are transcribed at once where %d may be', async (parallel) => {
    const { together, asked } = await analysis({ extractAudio: () => ok({ chunkCount: 5, parallel, attempts: 3 }) });
    expect(together).toBe(5);
    expect(names(asked)).not.toContain('transcribeLane');
  });

  test.each([1, 2, 4])('SPEECH_PARALLEL: 5 chunks go through %d lanes, begun together', async (parallel) => {
    const { asked } = await analysis({
      extractAudio: () => ok({ chunkCount: 5, parallel, attempts: 3 }),
      transcribeLane: () => null,
    });
    const lanes = [0, 1, 2, 3].slice(0, parallel).map((lane) => ({ lane, attempts: 3 }));
    expect(calls(asked, 'transcribeLane').map(({ input }) => input)).toMatchObject(lanes);
    expect(names(asked)).not.toContain('transcribeChunk');
    expect(names(asked)).toContain('assembleTranscript');
  });
});

describe('a lane', () => {
  const lane = (answer: (asked: Asked) => unknown, attempts = 3) =>
    runOrchestrator('transcribeLane', { source, lane: 1, attempts }, answer);

  test('goes on with the next chunk when one is done, until none is left to claim', async () => {
    const claimed: (number | null)[] = [1, 4, 7, null];
    const { output, asked } = await lane(() => ok(claimed.shift()));
    expect(output).toBeNull();
    expect(asked.map(({ name, input }) => [name, input])).toMatchObject(
      [0, 1, 2, 3].map((step) => ['transcribeChunk', { lane: 1, step }]),
    );
  });

  test.each([1, 3])(
    'tries a chunk %d times and no more, lets the others claim none after, and says why',
    async (tries) => {
      const { output, asked } = await lane(({ name }) => {
        if (name === 'transcribeChunk') throw new Error('[speech-unavailable] Nobody listens.');
        return ok(null);
      }, tries);
      expect(output).toEqual({ code: 'speech-unavailable', message: 'Nobody listens.', stage: 'transcribeChunk' });
      expect(asked.map(({ name }) => name)).toEqual([...Array(tries).fill('transcribeChunk'), 'endClaims']);
    },
  );

  test('that fails fails the lesson, for its reason', async () => {
    const failure = { code: 'speech-rejected', message: 'No sound of ours.', stage: 'transcribeChunk' };
    const { output, asked } = await analysis({
      extractAudio: () => ok({ chunkCount: 5, parallel: 2, attempts: 3 }),
      transcribeLane: ({ input }) => (JSON.stringify(input).includes('"lane":1') ? failure : null),
    });
    expect(output).toEqual({ kind: 'failed', failure });
    expect(names(asked)).not.toContain('assembleTranscript');
  });
});

describe('who speaks', () => {
  const told = (voices: 'beside' | 'first', otherwise: Readonly<Record<string, (asked: Asked) => unknown>> = {}) =>
    analysis({
      extractAudio: () => ok({ chunkCount: 2, parallel: 4, attempts: 3, voices, speakers: true }),
      hearLesson: () => null,
      ...otherwise,
    });

  const steps = [
    ...['assembleTranscript', 'codeQuestions', 'saveAnalysis'],
    ...['embedVoices', 'embedVoices', 'identifySpeakers'],
    ...['assembleTranscript', 'codeQuestions', 'saveAnalysis', 'publishEvent', 'cleanUp', 'passTurn'],
  ];
  const since = (asked: readonly Asked[], first: string) => {
    const all = asked.map(({ name }) => name);
    return all.slice(all.indexOf(first));
  };
  const away = () => {
    throw new Error('[speech-unavailable] Nobody listens.');
  };
  /** Answers as `analysis` does, but the second time. */
  const second = (name: string, otherwise: () => unknown) => {
    let times = 0;
    return {
      [name]: () => {
        times += 1;
        return times > 1 ? otherwise() : ok(name === 'codeQuestions' ? 7 : null);
      },
    };
  };

  test.each(['beside', 'first'] as const)(
    'is told when the questions are saved, where voice is heard %s; then all is saved once more, and told once',
    async (voices) => {
      const { output, asked } = await told(
        voices,
        second('codeQuestions', () => ok(8)),
      );
      expect(output).toEqual({ kind: 'completed', questionCount: 8 });
      expect(calls(asked, 'hearLesson')).toHaveLength(1);
      expect(calls(asked, 'hearLesson')[0]?.input).toMatchObject({ chunkCount: 2 });
      expect(calls(asked, 'hearLesson')[0]?.input).not.toHaveProperty('speakers');
      expect(since(asked, 'assembleTranscript')).toEqual(steps);
      expect(calls(asked, 'embedVoices').map(({ input }) => input)).toMatchObject([{ index: 0 }, { index: 1 }]);
      const passes = (name: string) =>
        calls(asked, name).map(({ input }) => {
          const { pending, again } = input as { pending?: boolean; again?: boolean };
          return pending === true ? 'pending' : again === true ? 'again' : undefined;
        });
      expect(passes('assembleTranscript')).toEqual(['pending', undefined]);
      expect(passes('codeQuestions')).toEqual([undefined, 'again']);
      expect(passes('saveAnalysis')).toEqual([undefined, 'again']);
    },
  );

  test('is told in one pass where it is off, and where nobody hears voices', async () => {
    const one = ['assembleTranscript', 'codeQuestions', 'saveAnalysis', 'publishEvent', 'cleanUp', 'passTurn'];
    for (const how of [
      { voices: 'beside', speakers: false },
      { voices: 'not', speakers: true },
    ]) {
      const { asked } = await told('beside', {
        extractAudio: () => ok({ chunkCount: 2, parallel: 4, attempts: 3, ...how }),
      });
      expect(since(asked, 'assembleTranscript')).toEqual(one);
      expect(calls(asked, 'assembleTranscript')[0]?.input).not.toHaveProperty('pending');
    }
  });

  test('that cannot be told costs a lesson nothing: it is saved once more, and says so', async () => {
    const { output, asked } = await told('beside', { identifySpeakers: away });
    expect(output).toEqual({ kind: 'completed', questionCount: 7 });
    expect(calls(asked, 'saveAnalysis').map(({ input }) => input)).toMatchObject([{}, { again: true }]);
    const beside = await runOrchestrator(
      'hearLesson',
      { source, chunkCount: 1, parallel: 1, speakers: true },
      ({ name }) => (name === 'identifySpeakers' ? away() : ok(null)),
    );
    expect(beside.output).toMatchObject({ code: 'speech-unavailable' });
  });

  test.each(['assembleTranscript', 'codeQuestions', 'saveAnalysis'])(
    'stays pending in no lesson that %s cannot finish: it is said that nobody is known, and the lesson is completed',
    async (name) => {
      const broken = second(name, () => fails('work-missing', 'A file is missing.'));
      const { output, asked } = await told('beside', broken);
      expect(output).toEqual({ kind: 'completed', questionCount: 7 });
      expect(calls(asked, 'leaveUntold')).toHaveLength(1);
      expect(names(asked)).not.toContain('recordFailure');
      expect(calls(asked, 'publishEvent').map(({ input }) => input)).toMatchObject([{ type: 'lesson.completed' }]);
    },
  );

  test('that not even this can be said of fails no lesson', async () => {
    const broken = second('saveAnalysis', () => fails('internal', 'It is damaged.'));
    const { output, asked } = await told('beside', { ...broken, leaveUntold: away });
    expect(output).toEqual({ kind: 'completed', questionCount: 7 });
    expect(calls(asked, 'publishEvent').map(({ input }) => input)).toMatchObject([{ type: 'lesson.completed' }]);
  });

  test.each(['superseded', 'video-gone'])(
    'of an upload that is %s meanwhile ends the analysis as before',
    async (code) => {
      const { output, asked } = await told(
        'beside',
        second('saveAnalysis', () => fails(code, 'Another one came.')),
      );
      expect(output).toEqual({ kind: 'superseded' });
      expect(names(asked)).not.toContain('leaveUntold');
      expect(calls(asked, 'publishEvent').map(({ input }) => input)).toMatchObject([{ type: 'lesson.superseded' }]);
    },
  );

  test.each(['1.1', '1.2'])('is told before the questions in an analysis that began as %s', async (version) => {
    const how = (voices: string) => ({
      extractAudio: () => ok({ chunkCount: 2, parallel: 4, attempts: 3, voices, speakers: true }),
      hearLesson: () => null,
    });
    const beside = await analysis(how('beside'), { version });
    expect(calls(beside.asked, 'hearLesson').map(({ input }) => input)).toMatchObject([{ speakers: true }]);
    expect(calls(beside.asked, 'saveAnalysis')).toHaveLength(1);
    expect(names(beside.asked)).not.toContain('identifySpeakers');
    const { asked } = await analysis(how('first'), { version });
    expect(calls(asked, 'hearLesson')[0]?.input).not.toHaveProperty('speakers');
    const order = asked.map(({ name }) => name);
    expect(order.indexOf('identifySpeakers')).toBeGreaterThan(order.lastIndexOf('transcribeChunk'));
    expect(order.indexOf('identifySpeakers')).toBeLessThan(order.indexOf('assembleTranscript'));
    expect(calls(asked, 'saveAnalysis')).toHaveLength(1);
  });

  test('is told where the others speak, though a chunk could not be heard', async () => {
    const how = { source, chunkCount: 4, parallel: 2, speakers: true };
    const one = await runOrchestrator('hearLesson', how, ({ name, input }) =>
      name === 'hearVoices' && JSON.stringify(input).includes('"index":1')
        ? fails('speech-rejected', 'No sound of ours.')
        : ok(null),
    );
    const steps = (name: string) => Array(4).fill(name);
    expect(one.asked.map(({ name }) => name)).toEqual([
      ...steps('hearVoices'),
      ...steps('embedVoices'),
      'identifySpeakers',
    ]);
    expect(one.output).toMatchObject({ code: 'speech-rejected', stage: 'hearVoices' });
    const other = await runOrchestrator('hearLesson', how, ({ name }) =>
      name === 'embedVoices' ? fails('speech-rejected', 'No sound of ours.') : ok(null),
    );
    expect(calls(other.asked, 'identifySpeakers')).toHaveLength(1);
    expect(other.output).toMatchObject({ code: 'speech-rejected', stage: 'embedVoices' });
  });

  test('is not waited for chunk after chunk where the service is away', async () => {
    const how = { source, chunkCount: 40, parallel: 1, speakers: true };
    const { asked } = await runOrchestrator('hearLesson', how, ({ name }) =>
      name === 'hearVoices' ? fails('speech-not-configured', 'Another key.') : ok(null),
    );
    expect(calls(asked, 'hearVoices')).toHaveLength(2);
  });

  test('is told in one step in an analysis that began before each chunk had its own', async () => {
    const how = { source, chunkCount: 2, parallel: 4, speakers: true };
    const { asked } = await runOrchestrator('hearLesson', how, () => ok(null), { version: '1.1' });
    expect(asked.map(({ name }) => name)).toEqual(['hearVoices', 'hearVoices', 'identifySpeakers']);
  });

  test('is not asked where it is off', async () => {
    const { asked } = await runOrchestrator('hearLesson', { source, chunkCount: 1, parallel: 1 }, () => ok(null));
    expect(asked.map(({ name }) => name)).toEqual(['hearVoices']);
  });
});

test('what trying again cannot mend is not tried again', async () => {
  const { output, asked } = await analysis({ transcribeChunk: () => fails('speech-rejected', 'No sound of ours.') });
  // The others were asked for together with it.
  expect(calls(asked, 'transcribeChunk')).toHaveLength(3);
  expect(output).toMatchObject({ kind: 'failed', failure: { code: 'speech-rejected', stage: 'transcribeChunk' } });
  expect(names(asked)).not.toContain('saveAnalysis');
  expect(asked.at(-1)?.name).toBe('passTurn');
});

describe('a file between two steps that is missing', () => {
  const missing = (name: string, times: number, otherwise: unknown = ok(null)) => {
    let left = times;
    return () => {
      left -= 1;
      return left >= 0 ? fails('work-missing', `An intermediate file is missing, says ${name}.`) : otherwise;
    };
  };

  test('is made again from the step that makes it, and what was heard already is not heard again', async () => {
    const { output, asked } = await analysis({ assembleTranscript: missing('assembleTranscript', 1) });
    expect(output).toEqual({ kind: 'completed', questionCount: 7 });
    expect(asked.map(({ name }) => name)).toEqual([
      ...[
        'beginLesson',
        'takeTurn',
        'probeVideo',
        'extractAudio',
        'transcribeChunk',
        'transcribeChunk',
        'transcribeChunk',
      ],
      ...['assembleTranscript', 'probeVideo', 'extractAudio'],
      ...['transcribeChunk', 'transcribeChunk', 'transcribeChunk', 'assembleTranscript'],
      ...['codeQuestions', 'saveAnalysis', 'publishEvent', 'cleanUp', 'passTurn'],
    ]);
    const remade = (name: string) => calls(asked, name).map(({ input }) => (input as { remake?: boolean }).remake);
    expect(remade('extractAudio')).toEqual([undefined, true]);
    expect(remade('transcribeChunk')).toEqual([undefined, undefined, undefined, true, true, true]);
  });

  test('is made again twice and no more', async () => {
    const { output, asked } = await analysis({ saveAnalysis: missing('saveAnalysis', 9) });
    expect(calls(asked, 'saveAnalysis')).toHaveLength(3);
    expect(output).toMatchObject({ kind: 'failed', failure: { code: 'work-missing', stage: 'saveAnalysis' } });
  });

  test('has the voices heard again beside the words, and not under the name of the first hearing', async () => {
    const { asked } = await analysis({
      extractAudio: () => ok({ chunkCount: 2, parallel: 2, attempts: 3, voices: 'beside' }),
      hearLesson: () => null,
      codeQuestions: missing('codeQuestions', 1, ok(7)),
    });
    expect(calls(asked, 'hearLesson')).toHaveLength(1);
    expect(calls(asked, 'hearVoices').map(({ input }) => input)).toMatchObject([
      { index: 0, remake: true },
      { index: 1, remake: true },
    ]);
  });

  test('of the picture is made again as well', async () => {
    const plan = { way: 'encode', pieces: [{ index: 0, start: 0, end: 9 }], parallel: 1 };
    const ready = { kind: 'ready', video: 'v.mp4', original: false, poster: null };
    const finish = missing('finishPicture', 1, ok(ready));
    const { output, asked } = await runOrchestrator('makePicture', source, ({ name }) => {
      if (name === 'finishPicture') return finish();
      return ok(
        name === 'planPicture' ? plan : name === 'probeVideo' ? { hasPicture: true, durationSeconds: 9 } : null,
      );
    });
    expect(output).toEqual(ready);
    expect(asked.map(({ name }) => name)).toEqual([
      ...['planPicture', 'encodePiece', 'finishPicture', 'probeVideo', 'planPicture', 'encodePiece', 'finishPicture'],
    ]);
  });
});

test.each(['superseded', 'video-gone'])('an upload that is %s ends without a failed lesson', async (code) => {
  const { output, asked } = await analysis({ saveAnalysis: () => fails(code, 'Another one came.') });
  expect(output).toEqual({ kind: 'superseded' });
  expect(names(asked)).not.toContain('recordFailure');
  expect(calls(asked, 'publishEvent').map(({ input }) => input)).toMatchObject([{ type: 'lesson.superseded' }]);
});

describe('the picture', () => {
  const filmed = { probeVideo: () => ok({ hasPicture: true, durationSeconds: 60 }) };
  const ready = { kind: 'ready', video: 'v.mp4', original: false, poster: null };

  test('is begun once, before the sound, and waited for only when the questions are saved and told', async () => {
    const { asked } = await analysis({ ...filmed, makePicture: () => ready });
    expect(names(asked)).toEqual([
      ...[
        'beginLesson',
        'takeTurn',
        'probeVideo',
        'makePicture',
        'extractAudio',
        'transcribeChunk',
        'assembleTranscript',
      ],
      ...['codeQuestions', 'saveAnalysis', 'publishEvent', 'savePicture', 'cleanUp', 'passTurn'],
    ]);
    expect(calls(asked, 'makePicture')).toHaveLength(1);
    expect(calls(asked, 'savePicture').map(({ input }) => input)).toMatchObject([{ picture: ready }]);
  });

  test('that cannot be made is told, and costs no lesson its questions', async () => {
    const { output, asked } = await analysis({
      ...filmed,
      makePicture: () => {
        throw new Error('[out-of-memory] Too large.');
      },
    });
    expect(output).toMatchObject({ kind: 'completed' });
    const failure = { code: 'out-of-memory', message: 'Too large.' };
    expect(calls(asked, 'savePicture').map(({ input }) => input)).toMatchObject([
      { picture: { kind: 'failed', failure } },
    ]);
  });
});

describe('the voices', () => {
  const sound = (voices: string) => ({ extractAudio: () => ok({ chunkCount: 3, parallel: 3, attempts: 3, voices }) });
  const order = (asked: readonly Asked[]) =>
    names(asked).filter((name) => /hearLesson|transcribeChunk|assembleTranscript/.test(name));

  test('are heard beside the words, once, and are there when the transcript is put together', async () => {
    let heard = false;
    let heardByThen = false;
    const { asked } = await analysis({
      ...sound('beside'),
      hearLesson: () => {
        heard = true;
        return null;
      },
      assembleTranscript: () => {
        heardByThen = heard;
        return ok(null);
      },
    });
    expect(heardByThen).toBe(true);
    expect(order(asked)).toEqual(['hearLesson', 'transcribeChunk', 'assembleTranscript']);
    expect(calls(asked, 'hearLesson').map(({ input }) => input)).toMatchObject([{ chunkCount: 3, parallel: 3 }]);
  });

  test('are not asked for where no service is set', async () => {
    expect(order((await analysis(sound('not'))).asked)).toEqual(['transcribeChunk', 'assembleTranscript']);
  });

  const hearing = (answer: (asked: Asked) => unknown) =>
    runOrchestrator('hearLesson', { source, chunkCount: 3, parallel: 2 }, answer);

  test('are heard chunk by chunk, a few at a time', async () => {
    const { output, asked, together } = await hearing(() => ok(null));
    expect(output).toBeNull();
    expect(asked.map(({ name, input }) => [name, input])).toMatchObject(
      [0, 1, 2].map((index) => ['hearVoices', { index }]),
    );
    expect(together).toBe(2);
  });

  test('that cannot be heard are tried for four minutes, and fail nothing', async () => {
    const { output, asked } = await hearing(() => {
      throw new Error('[speech-unavailable] Nobody listens.');
    });
    expect(output).toMatchObject({ code: 'speech-unavailable', stage: 'hearVoices' });
    expect(asked.filter(({ input }) => JSON.stringify(input).includes('"index":0'))).toHaveLength(8);
    expect((await analysis({ ...sound('beside'), hearLesson: () => output })).output).toMatchObject({
      kind: 'completed',
    });
  });
});

// An analysis under way breaks off when its steps change under it. Whoever changes steps raises `defaultVersion` in host.json,
// and either keeps the former steps for the former version or lets those analyses be repeated (docs/operations.md).
test('the steps are those of the version', async () => {
  const host = JSON.parse(await readFile('host.json', 'utf8'));
  const lesson = await analysis({
    probeVideo: () => ok({ hasPicture: true, durationSeconds: 60 }),
    makePicture: () => ({ kind: 'ready', video: 'v.mp4', original: false, poster: null }),
    extractAudio: () => ok({ chunkCount: 3, parallel: 2, attempts: 3, voices: 'beside' }),
    transcribeLane: () => null,
  });
  const speaking = await analysis({
    extractAudio: () => ok({ chunkCount: 1, parallel: 2, attempts: 3, voices: 'beside', speakers: true }),
    hearLesson: () => null,
  });
  const lane = await runOrchestrator('transcribeLane', { source, lane: 0, attempts: 1 }, () => ok(null));
  const failing = await runOrchestrator('transcribeLane', { source, lane: 0, attempts: 1 }, ({ name }) =>
    name === 'endClaims' ? ok(null) : fails('speech-rejected', 'No sound of ours.'),
  );
  const told = { source, chunkCount: 2, parallel: 1, speakers: true };
  const voices = await runOrchestrator('hearLesson', told, () => ok(null));
  expect({
    version: host.extensions.durableTask.defaultVersion,
    analyzeLesson: names(lesson.asked),
    whoSpeaks: speaking.asked.map(({ name }) => name),
    transcribeLane: [names(lane.asked), names(failing.asked)],
    hearLesson: names(voices.asked),
  }).toEqual({
    version: '1.3',
    whoSpeaks: [
      ...['beginLesson', 'takeTurn', 'probeVideo', 'extractAudio', 'hearLesson', 'transcribeChunk'],
      ...['assembleTranscript', 'codeQuestions', 'saveAnalysis', 'embedVoices', 'identifySpeakers'],
      ...['assembleTranscript', 'codeQuestions', 'saveAnalysis', 'publishEvent', 'cleanUp', 'passTurn'],
    ],
    analyzeLesson: [
      ...['beginLesson', 'takeTurn', 'probeVideo', 'makePicture', 'extractAudio', 'hearLesson', 'transcribeLane'],
      ...['assembleTranscript', 'codeQuestions', 'saveAnalysis', 'publishEvent', 'savePicture', 'cleanUp', 'passTurn'],
    ],
    transcribeLane: [['transcribeChunk'], ['transcribeChunk', 'endClaims']],
    hearLesson: ['hearVoices', 'embedVoices', 'identifySpeakers'],
  });
});
