import { expect, it } from 'vitest';
import { withTables } from '../../../scripts/rooms/document.ts';

const text = 'Before.\n\n<!-- Written by npm run evaluate:rooms from here -->\nold\n<!-- to here. -->\n\nAfter.\n';

it('puts new tables in place of the old ones, and touches nothing else', () => {
  const once = withTables(text, '| a | b |');
  expect(once).toBe(
    'Before.\n\n<!-- Written by npm run evaluate:rooms from here -->\n\n| a | b |\n\n<!-- to here. -->\n\nAfter.\n',
  );
  expect(withTables(once, '| a | b |')).toBe(once);
});

it('writes into no document that has no place for them', () => {
  expect(() => withTables('Before.\n', '| a |')).toThrow('no place for the tables');
});
