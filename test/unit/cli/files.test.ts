import { expect, test } from 'vitest';
import type { QuestionsView } from '../../../cli/api.ts';
import { readArguments } from '../../../cli/arguments.ts';
import { questionsCsv } from '../../../cli/files.ts';
import { clock } from '../../../cli/report.ts';

test('a question that looks like a formula stays text in a spreadsheet', () => {
  const view: QuestionsView = {
    questions: [
      {
        id: 'q1',
        start: 1,
        end: 2,
        text: '=HYPERLINK("http://x"), "why"?',
        quoted: false,
        label: 'OEQ',
        subtype: 'explain',
        confidence: 0.9,
        engine: 'local',
        modelVersion: '1',
        waitTimeSeconds: null,
        next: 'end',
      },
    ],
  };
  const [, row] = questionsCsv(view).split('\n');
  expect(row).toContain(`"'=HYPERLINK(""http://x""), ""why""?"`);
});

test.each([
  [0, '0:00.0'],
  [59.96, '1:00.0'],
  [75.34, '1:15.3'],
  [3605, '60:05.0'],
])('%d seconds are shown as %s', (seconds, text) => expect(clock(seconds)).toBe(text));

test.each([[[]], [['a.mp4', 'b.mp4']], [['a.mp4', '--site', 'a/b']], [['a.mp4', '--nonsense']]])(
  'the arguments %j are refused',
  (argv) => {
    expect(() => readArguments(argv)).toThrow();
  },
);
