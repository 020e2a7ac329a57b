import { codeOf, type Question } from '../model/code.ts';
import { summaryText } from '../text/summary.ts';

export interface WaitBin {
  readonly name: string;
  readonly open: number;
  readonly closed: number;
}

const borders = [1, 2, 3, 5, 10];

/** How many waits of which length there were; a wait belongs to the bin that begins with it. */
export function waitBins(questions: readonly Question[]): WaitBin[] {
  const { under, between, over, unknown } = summaryText.tables;
  const bins = [0, ...borders].map((from, index) => {
    const to = borders[index];
    const name =
      index === 0 ? under({ to: borders[0] ?? 1 }) : to === undefined ? over({ from }) : between({ from, to });
    return { name, holds: (wait: number | null) => wait !== null && wait >= from && wait < (to ?? Infinity) };
  });
  bins.push({ name: unknown, holds: (wait) => wait === null });
  return bins.map(({ name, holds }) => {
    const inside = questions.filter(({ waitTimeSeconds }) => holds(waitTimeSeconds));
    const open = inside.filter((question) => codeOf(question).label === 'OEQ').length;
    return { name, open, closed: inside.length - open };
  });
}
