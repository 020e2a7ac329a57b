import { expect, test } from 'vitest';
import { connections, isUp, isUpAlready } from '../../words.ts';

const endpoints = {
  host: 'http://127.0.0.1:7071',
  storage: 'AccountKey=secret;BlobEndpoint=http://127.0.0.1:10000/a;',
  parts: { speech: 'http://127.0.0.1:9000' },
};
const welcome = { page: 'the studio', hint: 'Upload a video.' };
const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

test('what is said first is where the page is, and no key is said', () => {
  const said = isUp(endpoints, welcome);
  expect(linesOf(said)[1]).toContain('Open the studio: http://127.0.0.1:7071');
  expect(said).toContain('Upload a video.');
  expect(said).not.toContain('secret');
});

test('without a functions host there is no page to open', () => {
  const said = isUp({ parts: {} }, welcome);
  expect(said).not.toContain('studio');
  expect(said).toContain('without functions host');
});

test('a local cloud that is up already is named with its address and process', () => {
  const said = isUpAlready({ pid: 42, endpoints }, welcome, false);
  expect(said).toContain('process 42');
  expect(said).toContain('http://127.0.0.1:7071');
  expect(said).not.toContain('secret');
  expect(isUpAlready({ pid: 42, endpoints }, welcome, true)).toContain('AccountKey=secret');
});

test('on request each address has a line of its own', () => {
  expect(linesOf(connections(endpoints))).toEqual([
    expect.stringMatching(/^host\s+http:\/\/127\.0\.0\.1:7071$/),
    expect.stringMatching(/^storage\s+AccountKey=secret;/),
    expect.stringMatching(/^speech\s+http:\/\/127\.0\.0\.1:9000$/),
  ]);
});
