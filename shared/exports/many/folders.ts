import { safeFileName } from '../fileName.ts';

/**
 * Names folders after lessons: safe everywhere, and never two alike, upper and lower case or composed signs aside, as
 * Windows and macOS take them.
 */
export class Folders {
  readonly #taken = new Set<string>();

  /** @param id tells lessons of one name apart */
  of(title: string, id: string): string {
    const stem = withoutEnding(safeFileName(title, 'x'));
    const name = this.#isFree(stem) ? stem : `${stem} (${id.slice(0, 8)})`;
    // Two lessons of one name and the same first eight digits have their whole ids.
    const sure = this.#isFree(name) ? name : `${stem} (${id})`;
    this.#taken.add(alike(sure));
    return sure;
  }

  #isFree(name: string): boolean {
    return !this.#taken.has(alike(name));
  }
}

const withoutEnding = (name: string) => name.slice(0, -'.x'.length).replaceAll(/[. ]+$/gu, '') || 'lesson';
const alike = (name: string) => name.normalize('NFKC').toLowerCase();
