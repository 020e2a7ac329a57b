/** Moves a border of the current question by a tenth of a second. */
export type Nudge = 'startEarlier' | 'startLater' | 'endEarlier' | 'endLater';

export type Command =
  | 'next'
  | 'previous'
  | 'forward'
  | 'back'
  | 'play'
  | 'open'
  | 'closed'
  | 'confirm'
  | 'undo'
  | 'note'
  | 'reject'
  | 'add'
  | 'askedBy'
  | 'join'
  | 'split'
  | 'text'
  | Nudge
  | 'help';

/** What has the focus: a field, something that Enter and Space press, or nothing of these. */
export type Focus = 'typing' | 'control' | 'page';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const commands: Readonly<Record<string, Command>> = {
  arrowdown: 'next',
  ']': 'next',
  arrowup: 'previous',
  '[': 'previous',
  arrowright: 'forward',
  arrowleft: 'back',
  ' ': 'play',
  k: 'play',
  o: 'open',
  c: 'closed',
  enter: 'confirm',
  u: 'undo',
  n: 'note',
  x: 'reject',
  a: 'add',
  b: 'askedBy',
  j: 'join',
  s: 'split',
  e: 'text',
  ',': 'endEarlier',
  '.': 'endLater',
  '<': 'startEarlier',
  '>': 'startLater',
  '?': 'help',
};

/**
 * What a key asks for; null where it belongs to whatever has the focus, or to the browser.
 * @param letters whether single characters are commands: people who speak to their computer turn that off.
 */
export function commandOf(press: KeyPress, focus: Focus, letters = true): Command | null {
  if (focus === 'typing' || press.altKey) return null;
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return key === 'z' ? 'undo' : null;
  if (key.length === 1 && key !== ' ' && !letters) return null;
  if (focus === 'control' && (key === 'enter' || key === ' ')) return null;
  return commands[key] ?? null;
}
