/** How a request ended. */
export type Outcome = 'done' | 'refused' | 'full' | 'gone' | 'failed';

/** What the service has done since its start, for whoever scrapes `GET /metrics`. */
export class Tally {
  readonly #outcomes: Record<Outcome, number> = { done: 0, refused: 0, full: 0, gone: 0, failed: 0 };
  #soundSeconds = 0;
  #workSeconds = 0;

  /** Counts a request by how it ended. */
  ended(outcome: Outcome): void {
    this.#outcomes[outcome] += 1;
  }

  /** Counts sound that was heard, and how long that took from its turn to its answer; both in seconds. */
  heard(soundSeconds: number, workSeconds: number): void {
    this.#soundSeconds += soundSeconds;
    this.#workSeconds += workSeconds;
  }

  /**
   * Everything in Prometheus' text format. The real-time factor is the work's rate by the sound's.
   * @param queue how many requests run and wait now
   */
  text(queue: { readonly running: number; readonly waiting: number }): string {
    const metrics: [
      name: string,
      kind: 'counter' | 'gauge',
      help: string,
      values: [labels: string, value: number][],
    ][] = [
      ['speech_sound_seconds_total', 'counter', 'Sound that was heard.', [['', this.#soundSeconds]]],
      ['speech_work_seconds_total', 'counter', 'Time that this took.', [['', this.#workSeconds]]],
      [
        'speech_requests_total',
        'counter',
        'Requests by how they ended.',
        Object.entries(this.#outcomes).map(([outcome, count]) => [`{outcome="${outcome}"}`, count]),
      ],
      ['speech_running', 'gauge', 'Requests under way.', [['', queue.running]]],
      ['speech_waiting', 'gauge', 'Requests that wait for their turn.', [['', queue.waiting]]],
    ];
    return metrics
      .map(([name, kind, help, values]) => {
        const lines = values.map(([labels, value]) => `${name}${labels} ${value}\n`).join('');
        return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines}`;
      })
      .join('');
  }
}
