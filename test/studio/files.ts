import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export interface TestFile {
  readonly name: string;
  readonly content: Buffer;
  readonly type?: string;
}

/** Drops files on the page, or on a part of it, as a hand would: they hang over it first. */
export async function dropFiles(page: Page, files: readonly TestFile[], onto = 'body'): Promise<void> {
  const given = files.map(({ name, content, type }) => ({
    name,
    type: type ?? 'video/mp4',
    base64: content.toString('base64'),
  }));
  await page.locator(onto).evaluate(async (target, list) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type, lastModified: 1_700_000_000_000 }));
    }
    for (const kind of ['dragenter', 'dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  }, given);
}

/** Drops files and folders of this machine on the page: the browser itself reads them, as those of a hand. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await session.detach();
}

/** Chooses files with the browser's own dialogue. */
export async function chooseFiles(page: Page, paths: string | string[], button = 'Upload lessons'): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).first().click();
  await (await choosing).setFiles(paths);
}

const mebibyte = 1024 * 1024;

/** Has the API ask for blocks of 1 MiB, so that a file of a few has several. */
export async function smallBlocks(page: Page): Promise<void> {
  await page.route('**/api/v1/uploads', async (route) => {
    const answer = await route.fetch();
    const json: unknown = await answer.json();
    await route.fulfill({ response: answer, json: answer.ok() ? { ...Object(json), blockBytes: mebibyte } : json });
  });
}

/**
 * The sample lesson (2.7 MiB) made longer by bytes that players pass over, so that it has several blocks.
 * @param fill makes the bytes of two files of the same size differ
 */
export async function writeLongLesson(folder: string, name: string, fill = 1, extra = mebibyte): Promise<string> {
  const path = join(folder, name);
  const free = Buffer.alloc(extra, fill);
  free.writeUInt32BE(extra, 0);
  free.write('free', 4, 'latin1');
  await writeFile(path, Buffer.concat([await readFile('samples/lesson.mp4'), free]));
  return path;
}
