import { expect, it } from 'vitest';
import type { Segment } from '../../../shared/lessons/transcript.ts';
import { clearTurns } from '../../../shared/speakers/clearTurns.ts';
import { lessonVoices, speakerOf } from '../../../shared/speakers/lessonVoices.ts';
import { toldSpeech } from '../../../shared/speakers/toldSpeech.ts';

// Three hours in which two people speak in turn, 2 s each: everything after the embeddings.
it('says who says each word of three hours in a minute, and cuts none of them', () => {
  const turns = Array.from({ length: 5400 }, (_, at) => ({ start: 2 * at, end: 2 * at + 2, voice: at % 2 }));
  const windows = turns.flatMap(({ start, voice }) =>
    [0, 0.25, 0.5].map((from) => ({
      ...{ start: start + from, end: start + from + 1.5 },
      alike: voice === 0 ? [0.8, 0.2] : [0.2, 0.8],
    })),
  );
  const segments = turns.map(
    ({ start }): Segment => ({
      ...{ start, end: start + 2, text: 'Is it a big red boat?' },
      words: 'Is it a big red boat?'
        .split(' ')
        .map((text, at) => ({ text, start: start + 0.3 * at, end: start + 0.3 * at + 0.28 })),
    }),
  );
  const heard = {
    speech: [{ start: 0, end: 10_800 }],
    changes: turns.slice(1).map(({ start }) => start),
    overlaps: turns.slice(1, 1001).map(({ start }) => ({ start: start - 0.1, end: start + 0.1 })),
  };
  const cpu = process.cpuUsage();
  const { segments: said, speakers } = toldSpeech({ segments }, { windows, ...heard });
  const found = speakers?.turns ?? [];
  const askers = segments.map((segment) => speakerOf(segment, said));
  const voices = lessonVoices(found, askers).map(({ speaker }) => clearTurns(speaker, found, said));
  const { user, system } = process.cpuUsage(cpu);
  expect(said).toHaveLength(5400);
  expect(said.map(({ speaker }) => speaker)).toEqual(turns.map(({ voice }) => voice));
  expect(askers).toEqual(turns.map(({ voice }) => voice));
  expect(voices.map((spans) => spans.length)).toEqual([12, 12]);
  expect((user + system) / 1e6).toBeLessThan(60);
}, 180_000);
