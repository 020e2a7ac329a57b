import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Page } from 'playwright-core';

const parsed = (text: string) => parse(text, { ignoreTag: true });

/** Every form that a message can take, as the source of a pattern; what it is given may be anything. */
function forms(elements: readonly MessageFormatElement[]): string[] {
  let all = [''];
  for (const one of elements) {
    const next =
      one.type === TYPE.literal
        ? [one.value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')]
        : one.type === TYPE.plural || one.type === TYPE.select
          ? Object.values(one.options).flatMap(({ value }) => forms(value))
          : ['.+'];
    all = all.flatMap((before) => next.map((after) => before + after));
  }
  return all;
}

const patternOf = (text: string) => new RegExp(`^(?:${forms(parsed(text)).join('|')})$`, 'su');

/** Texts of both catalogues at the same place. */
function pairs(english: unknown, spanish: unknown): [string, string][] {
  if (typeof english === 'string') return [[english, String(spanish)]];
  return Object.entries(Object(english)).flatMap(([name, value]) => pairs(value, Reflect.get(Object(spanish), name)));
}

interface Catalogues {
  readonly english: readonly RegExp[];
  readonly spanish: readonly RegExp[];
}

async function readCatalogues(): Promise<Catalogues> {
  const both: [string, string][] = [];
  for (const name of (await readdir('shared/words/en')).map((file) => basename(file, '.ts')))
    both.push(
      ...pairs(
        { ...(await import(`../../shared/words/en/${name}.ts`)) },
        { ...(await import(`../../shared/words/es/${name}.ts`)) },
      ),
    );
  // A message of values and signs alone says nothing in any language.
  const speaks = (text: string) => parsed(text).some((one) => one.type !== TYPE.argument && !isSign(one));
  const isSign = (one: MessageFormatElement) => one.type === TYPE.literal && !/\p{L}{2}/u.test(one.value);
  const differing = both.filter(([en, es]) => en !== es && speaks(en));
  return {
    english: differing.map(([en]) => patternOf(en)),
    spanish: both.filter(([, es]) => speaks(es)).map(([, es]) => patternOf(es)),
  };
}

let read: Promise<Catalogues> | undefined;

/** All that the page shows or has read aloud, piece by piece, without what is marked to be of another language. */
export const textsOf = (page: Page) =>
  page.evaluate(() => {
    const found = new Set<string>();
    const spoken = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const language = document.documentElement.lang;
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (element.closest('script, style, noscript') || element.closest<HTMLElement>('[lang]')?.lang !== language)
        continue;
      for (const name of spoken) found.add((element.getAttribute(name) ?? '').trim());
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) found.add((node.textContent ?? '').trim());
    }
    found.add(document.title);
    found.delete('');
    return [...found];
  });

// Words that Spanish does not have and that no English sentence of a few words does without.
const onlyEnglish =
  /(?<![\p{L}“])(?:the|of|and|is|are|was|this|that|these|to|with|from|for|by|lesson|lessons|question|questions|wait|open-ended|closed-ended|OEQ|CEQ)(?![\p{L}])/iu;

/**
 * What a page in Spanish still says in English: a text of the English catalogue, or one with English words from nowhere.
 * What people wrote has to be Spanish, too.
 */
export async function englishLeft(page: Page): Promise<string[]> {
  read ??= readCatalogues();
  const { english, spanish } = await read;
  return (await textsOf(page)).filter(
    (text) =>
      onlyEnglish.test(text) ||
      (english.some((pattern) => pattern.test(text)) && !spanish.some((pattern) => pattern.test(text))),
  );
}
