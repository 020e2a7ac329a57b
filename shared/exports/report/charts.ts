import type { Balance, Waits } from './counts.ts';
import { html, type Markup } from './markup.ts';
import type { Spoken } from './spoken.ts';

/** What closed questions are drawn with: told from open ones without colour, too. */
const hatch = html`<defs><pattern id="closed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="5" height="5" class="closed-back"/><line x1="0" y1="0" x2="0" y2="5" class="closed-line"/></pattern></defs>`;

/** Open and closed questions as a bar a part of the lesson: each as long as its share, as thick as the others. */
export function balanceChart({ text, percent }: Spoken, balances: readonly Balance[]): Markup {
  const [left, width, row, thick] = [92, 250, 25, 16];
  const bars = balances.map(({ open, closed }, index) => {
    const top = index * row + (index === 0 ? 0 : 6);
    const all = open + closed;
    const middle = top + thick / 2 + 4;
    const name = html`<text x="${left - 8}" y="${middle}" text-anchor="end" class="${index === 0 ? 'strong' : ''}">${text.balance.rows[index] ?? ''}</text>`;
    if (all === 0) return html`${name}<text x="${left}" y="${middle}">${text.none}</text>`;
    const cut = (width * open) / all;
    return html`${name}
<rect x="${left}" y="${top}" width="${cut}" height="${thick}" class="open"/>
<rect x="${left + cut}" y="${top}" width="${width - cut}" height="${thick}" fill="url(#closed)" class="closed"/>
<text x="${left + width + 8}" y="${middle}" class="strong">${percent(open / all)}</text>`;
  });
  const said = balances.map(({ open, closed }, index) =>
    text.balance.row({
      name: text.balance.rows[index] ?? '',
      open,
      openCode: text.codes.OEQ,
      closed,
      closedCode: text.codes.CEQ,
    }),
  );
  return html`<svg viewBox="0 0 390 103" role="img" aria-label="${said.join('; ')}">${hatch}${bars}</svg>`;
}

/** How many waits were how long, after open and after closed questions, as pairs of columns. */
export function waitChart({ text }: Spoken, both: readonly Waits[]): Markup {
  const [bottom, height, step, thick] = [84, 70, 65, 22];
  const highest = Math.max(1, ...both.flatMap(({ counts }) => counts));
  const columns = both.flatMap(({ label, counts }, side) =>
    counts.map((count, bin) => {
      const tall = (height * count) / highest;
      const left = bin * step + 9 + side * (thick + 2);
      const look = label === 'OEQ' ? html`class="open"` : html`fill="url(#closed)" class="closed"`;
      if (count === 0) return html``;
      return html`<rect x="${left}" y="${bottom - tall}" width="${thick}" height="${tall}" ${look}/>
<text x="${left + thick / 2}" y="${bottom - tall - 3}" text-anchor="middle">${count}</text>`;
    }),
  );
  const bins = text.waits.bins.map(
    (bin, index) => html`<text x="${index * step + 32}" y="${bottom + 14}" text-anchor="middle">${bin}</text>`,
  );
  const said = both.map(({ label, counts }) =>
    text.waits.row({
      code: text.codes[label],
      counts: counts.map((count, bin) => text.waits.bin({ bin: text.waits.bins[bin] ?? '', count })).join(', '),
    }),
  );
  return html`<svg viewBox="0 0 390 103" role="img" aria-label="${said.join('; ')}">${hatch}
<line x1="0" y1="${bottom}" x2="390" y2="${bottom}" class="axis"/>
<line x1="${3 * step - 1}" y1="6" x2="${3 * step - 1}" y2="${bottom + 16}" class="three"/>${columns}${bins}</svg>`;
}
