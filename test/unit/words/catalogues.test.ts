import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';

/** Every text of a catalogue by where it stands: `common.signOut.go`. */
function leaves(value: unknown, at: string): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  return Object.entries(Object(value)).flatMap(([name, child]) => leaves(child, at === '' ? name : `${at}.${name}`));
}

async function catalogue(language: string): Promise<Map<string, string>> {
  const files = await readdir(`shared/words/${language}`);
  const names = files.map((file) => basename(file, '.ts'));
  const modules = await Promise.all(names.map((name) => import(`../../../shared/words/${language}/${name}.ts`)));
  return new Map(modules.flatMap((module) => leaves({ ...module }, '')));
}

/** What a message wants to be given, and how it shows it: `count plural`, `share number percent`. */
function placeholders(message: string): string[] {
  const found = new Set<string>();
  const walk = (elements: readonly MessageFormatElement[]) => {
    for (const one of elements) {
      if (one.type === TYPE.literal || one.type === TYPE.pound || one.type === TYPE.tag) continue;
      const style = 'style' in one && typeof one.style === 'string' ? ` ${one.style}` : '';
      found.add(`${one.value} ${TYPE[one.type]}${style}`);
      if (one.type === TYPE.plural || one.type === TYPE.select)
        for (const option of Object.values(one.options)) walk(option.value);
    }
  };
  walk(parse(message, { ignoreTag: true }));
  return [...found].sort();
}

const [english, spanish] = await Promise.all([catalogue('en'), catalogue('es')]);

test('both catalogues hold the same texts', () => {
  expect(english.size).toBeGreaterThan(30);
  expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
});

test('a text wants the same values in both languages, shown in the same way', () => {
  const of = (texts: ReadonlyMap<string, string>) =>
    Object.fromEntries([...texts].map(([key, text]) => [key, placeholders(text)]));
  expect(of(spanish)).toEqual(of(english));
});

test('no text is missing, and none has a blank at its end', () => {
  // A review that is saved needs no words.
  const silent = ['lessonText.list.states.saved'];
  for (const [key, text] of [...english, ...spanish]) {
    if (!silent.includes(key)) expect(text, key).not.toBe('');
    expect(text, key).toBe(text.trim());
  }
});

test('Spanish speaks to nobody in the familiar form', () => {
  // Words that only "tú" and "vos" have.
  const familiar = /(?<!\p{L})(?:tú|tus?|vos|puedes|quieres|tienes|debes|haz|ten|podés|querés|tenés)(?!\p{L})/iu;
  // Evidence quotes what educators say to children.
  for (const [key, text] of spanish) if (!key.startsWith('evidence.')) expect(text, key).not.toMatch(familiar);
});
