/** Whoever is named in one file has one number in all of it, so that figures can be grouped by them. */
export class People {
  readonly #numbers = new Map<string, number>();
  readonly #word: string;

  constructor(word: string) {
    this.#word = word;
  }

  of(name: string): string {
    const number = this.#numbers.get(name) ?? this.#numbers.size + 1;
    this.#numbers.set(name, number);
    return `[${this.#word} ${number}]`;
  }
}
