import { glob, readFile } from 'node:fs/promises';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

interface Node {
  readonly type: string;
  readonly [name: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';

const read =
  /^(?:aria-(?:label|description|roledescription|valuetext)|title|placeholder|alt|label|hint|text|caption|summary)$/;
// A code of the codebook is the `label` of a badge.
const hasWords = (text: unknown): text is string =>
  typeof text === 'string' && /\p{L}/u.test(text) && text !== 'OEQ' && text !== 'CEQ';

/** Where the literals are that an expression may come to. */
const branches: Readonly<Record<string, readonly string[]>> = {
  JSXExpressionContainer: ['expression'],
  ConditionalExpression: ['consequent', 'alternate'],
  LogicalExpression: ['left', 'right'],
  BinaryExpression: ['left', 'right'],
  TemplateLiteral: ['quasis'],
};

/** The words that a component itself holds: children of an element, and what is shown or read aloud beside one. */
function wordsIn(source: string): string[] {
  const { program, errors } = parseSync('component.tsx', source);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const found: string[] = [];
  const literals = (value: unknown): void => {
    if (!isNode(value)) return;
    const text = value.type === 'TemplateElement' ? Reflect.get(Object(value.value), 'cooked') : value.value;
    if ((value.type === 'Literal' || value.type === 'TemplateElement') && hasWords(text)) found.push(text);
    if (value.type === 'BinaryExpression' && value.operator !== '+') return;
    for (const part of branches[value.type] ?? []) [value[part]].flat().forEach(literals);
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isNode(value)) return;
    if (value.type === 'JSXText' && typeof value.value === 'string' && /\p{L}/u.test(value.value))
      found.push(value.value.trim());
    if (value.type === 'JSXElement' || value.type === 'JSXFragment') [value.children].flat().forEach(literals);
    if (value.type === 'JSXAttribute' && isNode(value.name) && read.test(String(value.name.name)))
      literals(value.value);
    Object.values(value).forEach(walk);
  };
  walk(program);
  return found;
}

test('finds the words that a component holds, and no others', () => {
  const held = (source: string) => wordsIn(`const shown = ${source};`);
  expect(held('<p>Hello</p>')).toEqual(['Hello']);
  expect(held('<img alt="A stone" />')).toEqual(['A stone']);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
  expect(held('<Button label={`Play ${name}`} />')).toEqual(['Play ']);
  expect(held("<p title={off ? 'Off' : text.on}>{done && 'Done'}</p>").sort()).toEqual(['Done', 'Off']);
  expect(held('<p class="note" id={open ? "open" : "shut"}>{text.words} · {5} –</p>')).toEqual([]);
});

test('no component of the studio holds words: they are in the catalogue', async () => {
  const held: string[] = [];
  let files = 0;
  for await (const file of glob('web/**/*.tsx')) {
    files += 1;
    for (const words of wordsIn(await readFile(file, 'utf8'))) held.push(`${file}: ${words}`);
  }
  expect(files).toBeGreaterThan(50);
  expect(held).toEqual([]);
});
