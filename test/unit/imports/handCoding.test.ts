import { describe, expect, test } from 'vitest';
import { readHandCoding } from '../../../shared/imports/handCoding.ts';
import { ownCodebook } from '../../../shared/lessons/codebook.ts';
import { question } from '../../../testing/lessons.ts';

const found = [
  question({ id: 'q001', start: 1, end: 2.2, text: 'Why did it sink?' }),
  question({ id: 'q002', start: 65, end: 66, text: 'Is it red?', label: 'CEQ', subtype: 'yes-no' }),
  question({ id: 'q003', start: 80, end: 81, text: 'Is it red?', label: 'CEQ', subtype: 'yes-no' }),
];
const read = (csv: string) => readHandCoding(csv, found, 120, ownCodebook);

describe('a table of coding by hand', () => {
  test('with borders, and what the machine did not find', () => {
    expect(read('start,end,label,subtype\n1.1,2,OEQ,explain\n30,31.5,CEQ,\n')).toEqual([
      {
        startSeconds: 1.1,
        endSeconds: 2,
        label: 'OEQ',
        subtype: 'explain',
        text: 'Why did it sink?',
        question: 'q001',
      },
      { startSeconds: 30, endSeconds: 31.5, label: 'CEQ' },
    ]);
  });

  test('with times alone, in minutes, semicolons and decimal commas', () => {
    expect(read('\ufeffTime;Code\r\n1:04,5;ceq\r\n')).toEqual([
      { startSeconds: 64.5, endSeconds: 66, label: 'CEQ', text: 'Is it red?', question: 'q002' },
    ]);
  });

  test('with words alone, each question once', () => {
    expect(read('text,label\n"is it RED",CEQ\nIs it red?,OEQ\n').map((one) => [one.question, one.label])).toEqual([
      ['q002', 'CEQ'],
      ['q003', 'OEQ'],
    ]);
  });

  test.each([
    ['', 'first line must name the columns'],
    ['start,end\n1,2', 'first line must name the columns'],
    ['start,label\n1,MAYBE', 'line 2: the label "MAYBE" is none'],
    ['start,label\n1,OEQ\nnoon,OEQ', 'line 3: the time "noon" is none'],
    ['start,label\n1,', 'line 2: there is no label'],
    ['start,label,subtype\n1,OEQ,tag', 'line 2: tag is no subtype of OEQ'],
    ['text,label\nNobody said this,OEQ', 'line 2: no question has these words'],
    ['start,end,label\n5,4,OEQ', 'line 2: it ends before it begins'],
    ['start,label\n1,OEQ,3', 'It is no table'],
    ['start,label\n"1,OEQ', 'It is no table'],
    [`start,label\n${'1,OEQ\n'.repeat(3001)}`, 'more than 3000 rows'],
  ])('is refused whole where it is %j', (csv, why) => {
    expect(() => read(csv)).toThrow(why);
  });
});
