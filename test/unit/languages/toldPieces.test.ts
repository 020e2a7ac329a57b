import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Piece, readPieces } from '../../../scripts/languages/pieces.ts';
import { joined, type PlacedPiece, shuffled } from '../../../scripts/languages/recordings.ts';
import { headOf, rowsOf, toldOf } from '../../../scripts/languages/told.ts';
import { levelOf, sampleRate } from '../../../scripts/rooms/sound.ts';
import type { Segment } from '../../../shared/lessons/transcript.ts';

const spanish: Piece = { file: 'a.wav', language: 'es', text: '¿Por qué se cayó?' };
const placed = (piece: Piece, start = 1, end = 3): PlacedPiece => ({ piece, start, end });
const segment = (text: string, more: Partial<Segment> = {}): Segment => ({
  ...{ start: 1, end: 3, text, language: 'es', heard: 'clear' as const },
  ...more,
});

describe('what a piece is told to be', () => {
  it('is the languages of its clear words, and those of its neighbours are not its own', () => {
    const words = [
      { start: 1, end: 1.5, text: 'Por' },
      { start: 3.8, end: 4.4, text: 'Hello' },
    ];
    const told = toldOf(placed(spanish), [segment('Por Hello', { end: 4.4, words })]);
    expect(told.told).toEqual(['es']);
    expect(told.text).toBe('Por');
  });

  it('is several where clear words are in several', () => {
    const segments = [segment('Por qué', { end: 2 }), segment('you say', { start: 2, language: 'en' })];
    expect(toldOf(placed(spanish), segments).told).toEqual(['en', 'es']);
  });

  it('is doubtful where all words are, another language where that is told, else unclear', () => {
    expect(toldOf(placed(spanish), [segment('Por qué', { heard: 'doubtful' })]).told).toBe('doubtful');
    const another = segment('[another language]', { language: 'und', heard: 'not-understood' });
    expect(toldOf(placed(spanish), [another]).told).toBe('another');
    const { language: _, ...unclear } = segment('[unclear]', { heard: 'not-understood' });
    expect(toldOf(placed(spanish), [unclear]).told).toBe('unclear');
    expect(toldOf(placed(spanish), []).told).toBe('unclear');
  });

  it('counts the words that differ, whatever their accents', () => {
    expect(toldOf(placed(spanish), [segment('¿Por que se calló?')]).words).toEqual({ said: 4, errors: 1 });
  });
});

it('has a row for each length of a language, and word errors only where the language may be spoken', () => {
  const french: Piece = { file: 'b.wav', language: 'fr', text: 'Bonjour' };
  const told = [
    toldOf(placed(spanish, 1, 2), [segment('¿Por qué se cayó?', { end: 2 })]),
    toldOf(placed(spanish), []),
    toldOf(placed(french), [segment('Good.', { language: 'en' })]),
  ];
  const rows = rowsOf(told, ['en', 'es']);
  expect(rows.every((row) => row.length === headOf(['en', 'es']).length)).toBe(true);
  expect(rows).toEqual([
    ['es', 'under 1.2 s', '1', '0', '1', '0', '0', '0', '0', '0 of 4 (0 %)'],
    ['es', '1.2 to 3 s', '1', '0', '0', '0', '0', '0', '1', '4 of 4 (100 %)'],
    ['es', 'all', '2', '0', '1', '0', '0', '0', '1', '4 of 8 (50 %)'],
    ['fr', '1.2 to 3 s', '1', '1', '0', '0', '0', '0', '0', '-'],
    ['fr', 'all', '1', '1', '0', '0', '0', '0', '0', '-'],
  ]);
});

it('joins pieces equally loud, with pauses, and says where each lies', () => {
  const tone = (loud: number, seconds: number) =>
    Float32Array.from({ length: seconds * sampleRate }, (_, at) => loud * Math.sin(at / 5));
  const { sound, pieces } = joined([
    { piece: spanish, sound: tone(0.01, 1) },
    { piece: spanish, sound: tone(0.5, 2) },
  ]);
  expect(pieces.map(({ start, end }) => [start, end])).toEqual([
    [0.6, 1.6],
    [2.2, 4.2],
  ]);
  expect(sound.length).toBe(4.8 * sampleRate);
  const [first = 0, second = 0] = pieces.map(({ start, end }) =>
    levelOf(sound.slice(start * sampleRate, end * sampleRate)),
  );
  expect(first).toBeCloseTo(second, 3);
  expect(levelOf(sound.slice(1.7 * sampleRate, 2.1 * sampleRate))).toBe(0);
});

it('shuffles the same way each time, and loses nothing', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
  expect(shuffled(items, 7)).not.toEqual(items);
  expect(shuffled(items, 7).toSorted()).toEqual(items);
});

it('reads pieces from beside the manifest, and names the line that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askwell-pieces-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const manifest = join(folder, 'pieces.jsonl');
  writeFileSync(manifest, '{ "file": "a.wav", "language": "es" }\n\n');
  expect(readPieces(manifest)).toEqual([{ file: join(folder, 'a.wav'), language: 'es' }]);
  writeFileSync(manifest, '{ "file": "a.wav", "language": "es" }\n{ "file": "b.wav", "language": "Spanish" }\n');
  expect(() => readPieces(manifest)).toThrow('pieces.jsonl:2: ');
});
