import { expect, test } from 'vitest';
import { commandOf, type Focus } from '../../../web/model/keys.ts';

const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test.each([
  ['o', 'open'],
  ['O', 'open'],
  ['C', 'closed'],
  ['Enter', 'confirm'],
  ['u', 'undo'],
  ['n', 'note'],
  ['?', 'help'],
  ['ArrowDown', 'next'],
  [']', 'next'],
  ['ArrowUp', 'previous'],
  ['[', 'previous'],
  ['ArrowLeft', 'back'],
  ['ArrowRight', 'forward'],
  [' ', 'play'],
  ['x', 'reject'],
  ['a', 'add'],
  ['b', 'askedBy'],
  ['e', 'text'],
  ['s', 'split'],
  ['j', 'join'],
  [',', 'endEarlier'],
  ['>', 'startLater'],
  ['y', null],
  ['toString', null],
])('%s asks for %s', (key, command) => {
  expect(commandOf(press(key), 'page')).toBe(command);
});

test('Ctrl+Z and Command+Z undo; other keys that are held with them belong to the browser', () => {
  expect(commandOf(press('z', { ctrlKey: true }), 'page')).toBe('undo');
  expect(commandOf(press('z', { metaKey: true }), 'page')).toBe('undo');
  for (const key of ['o', 'c', 'n', 'u']) expect(commandOf(press(key, { ctrlKey: true }), 'page')).toBeNull();
  expect(commandOf(press('ArrowLeft', { altKey: true }), 'page')).toBeNull();
});

test.each<[Focus, string, string | null]>([
  ['typing', 'o', null],
  ['typing', 'Enter', null],
  ['control', 'Enter', null],
  ['control', ' ', null],
  ['control', 'o', 'open'],
  ['control', 'ArrowDown', 'next'],
])('with the focus on %s, %s asks for %s', (focus, key, command) => {
  expect(commandOf(press(key), focus)).toBe(command);
});

test('undo while typing is the field’s own', () => {
  expect(commandOf(press('z', { ctrlKey: true }), 'typing')).toBeNull();
});

test('who has turned letters off keeps arrows, Enter and Ctrl+Z', () => {
  expect(commandOf(press('o'), 'page', false)).toBeNull();
  expect(commandOf(press('?'), 'page', false)).toBeNull();
  expect(commandOf(press('ArrowDown'), 'page', false)).toBe('next');
  expect(commandOf(press('Enter'), 'page', false)).toBe('confirm');
  expect(commandOf(press('z', { ctrlKey: true }), 'page', false)).toBe('undo');
});
