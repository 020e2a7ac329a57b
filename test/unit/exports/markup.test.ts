import { expect, test } from 'vitest';
import { html } from '../../../shared/exports/report/markup.ts';

test.each([
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
])('%s is text in an element, and ends no attribute', (sign, written) => {
  const said = `${sign}a${sign}`;
  expect(html`<p title="${said}">${said}</p>`.text).toBe(`<p title="${written}a${written}">${written}a${written}</p>`);
});

test('what is markup already stands as it is, alone and in a list', () => {
  const row = html`<b>${'<'}</b>`;
  expect(html`<p>${row}${[row, row]}</p>`.text).toBe(`<p>${'<b>&lt;</b>'.repeat(3)}</p>`);
});

test('numbers are written, and a template without parts is as it is', () => {
  expect(html`<p>${0}</p>`.text).toBe('<p>0</p>');
  expect(html`<p>"</p>`.text).toBe('<p>"</p>');
});

test.each([
  ['a character that controls a terminal', '\u001b', ' '],
  ['a sign that turns the direction of what follows', '\u202e', ' '],
  ['a line break', '\n', '\n'],
  ['half of a character', '\ud800', '\ufffd'],
])('%s does no harm', (_, sign, written) => {
  expect(html`<p>${sign}</p>`.text).toBe(`<p>${written}</p>`);
});
