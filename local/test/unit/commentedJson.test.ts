import { expect, it } from 'vitest';
import { parseCommentedJson } from '../../commentedJson.ts';

it('reads JSON with comments, a byte order mark and a comma too many', () => {
  const text = `\ufeff// The emulator's own.
{
  "UserConfig": { /* one
    namespace */ "Namespaces": [ { "Name": "sbemulatorns", }, ], // no more
  },
}`;
  expect(parseCommentedJson(text)).toEqual({ UserConfig: { Namespaces: [{ Name: 'sbemulatorns' }] } });
});

it('takes nothing out of a text', () => {
  const value = { url: 'http://a/b', star: '/* no */', quote: 'say "//,]" and \\', list: ',]' };
  expect(parseCommentedJson(JSON.stringify(value))).toEqual(value);
  expect(parseCommentedJson('"https://a"')).toBe('https://a');
});

it.each(['{', '{"a" 1}', '{,}x', '/* open', '[1 2]', ''])('refuses %j', (text) => {
  expect(() => parseCommentedJson(text)).toThrow(SyntaxError);
});

it('takes no longer for a long text without an end', () => {
  expect(() => parseCommentedJson(`"${'\\\\'.repeat(500_000)}`)).toThrow(SyntaxError);
}, 5000);
