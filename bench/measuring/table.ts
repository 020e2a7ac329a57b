import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Figure, Target } from './figure.ts';

const number = (value: number | null) =>
  value === null ? '–' : value.toLocaleString('en', { maximumFractionDigits: 3 });

function targetText(target: Target | null): string {
  if (target === null) return '–';
  return `${target.of === 'ratio' ? 'ratio ' : ''}${target.is === 'at most' ? '≤' : '≥'} ${number(target.limit)}`;
}

function verdict(met: boolean | null): string {
  if (met === null) return '';
  return met ? styleText('green', 'reached') : styleText('red', 'missed');
}

/** The figures of all benches that ran, one a row. */
export function table(results: readonly { readonly name: string; readonly figures: readonly Figure[] }[]): string {
  const colored = process.stdout.hasColors?.() ?? false;
  const rows = new Table({
    head: ['Bench', 'Figure', 'Value', 'Unit', 'Baseline', 'Ratio', 'Target', ''],
    colAligns: ['left', 'left', 'right', 'left', 'right', 'right', 'left', 'left'],
    style: { head: colored ? ['bold'] : [], border: colored ? ['dim'] : [], compact: true },
  });
  for (const { name, figures } of results) {
    for (const [index, { name: what, value, unit, baseline, ratio, target, met }] of figures.entries()) {
      rows.push([
        index === 0 ? name : '',
        what,
        number(value),
        unit,
        number(baseline),
        number(ratio),
        targetText(target),
        verdict(met),
      ]);
    }
  }
  return rows.toString();
}
