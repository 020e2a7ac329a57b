import type { CodingReport, Cost } from '../shared/lessons/coding.ts';

const dollars = (money: number | null) =>
  money === null ? 'price not known' : `$${money.toFixed(money < 0.1 ? 4 : 2)}`;

/** "$0.0143  (speech 95 s $0.0095; coding 2 calls, 3,120 tokens $0.0048)" */
export function costText(cost: Cost, coding: CodingReport): string {
  const { audioSeconds } = cost.speech;
  const parts = [`speech ${Math.round(audioSeconds)} s ${dollars(cost.speech.money)}`];
  if (coding.calls > 0) {
    const tokens = (cost.coding.inputTokens + cost.coding.outputTokens).toLocaleString('en-US');
    parts.push(
      `coding ${coding.calls} call${coding.calls === 1 ? '' : 's'}, ${tokens} tokens ${dollars(cost.coding.money)}`,
    );
  }
  return `${dollars(cost.money)}  (${parts.join('; ')})`;
}

const reasons: Record<CodingReport['reasons'][number], string> = {
  unavailable: 'the large model was not available',
  'invalid-answer': 'the large model’s answer was not usable',
  rejected: 'the large model rejected the request',
  'not-configured': 'no large model is set, or its key, address or model is wrong',
  'budget-exhausted': 'the day’s budget is used up',
};

/** "cascade: 9 local, 3 large model, 2 cached; 1 local instead: the day’s budget is used up" */
export function codingText({ engine, local, asked, cached, fellBack, reasons: why }: CodingReport): string {
  const counts = [`${local} local`, `${asked} large model`, `${cached} cached`].join(', ');
  const instead =
    fellBack === 0 ? '' : `; ${fellBack} local instead: ${why.map((reason) => reasons[reason]).join('; ')}`;
  return `${engine}: ${counts}${instead}`;
}
