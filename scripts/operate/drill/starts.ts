/**
 * How often each analysis was started, by what the host says: `analysis.asked` with `started`. An orchestration that is
 * taken up again after a crash is not started again.
 */
export class Starts {
  readonly #counts = new Map<string, number>();

  hear(line: string): void {
    if (!line.includes('analysis.asked')) return;
    const plain = line.replaceAll('\\', '');
    const lessonId = /"lessonId":"([0-9a-f]+)"/.exec(plain)?.[1];
    const revision = /"revision":"([0-9a-f]+)"/.exec(plain)?.[1];
    if (lessonId === undefined || revision === undefined || !plain.includes('"started":true')) return;
    const key = `${lessonId}-${revision}`;
    this.#counts.set(key, this.of(key) + 1);
  }

  of(job: string): number {
    return this.#counts.get(job) ?? 0;
  }
}
