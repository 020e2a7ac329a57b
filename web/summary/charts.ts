import type { ChartConfiguration, Plugin } from 'chart.js';
import type { Label } from '../model/code.ts';
import { goodWaitSeconds, type Measures, type ShareOf } from '../model/measures.ts';
import type { Colours } from '../parts/colours.ts';
import { formatClock, formatSeconds, formatShare } from '../text/format.ts';
import { summaryText } from '../text/summary.ts';

/** Dots of one row spread over this part of it, so that equal waits do not hide each other. */
const spread = 0.34;
/** A fraction between 0 and 1 that looks random and is the same for the same place. */
const scatter = (index: number) => (index * 0.61803398875) % 1;

/** Fine lines and text in the theme's colours. */
export function axis(colours: Colours, title?: string) {
  return {
    border: { color: colours.line },
    grid: { color: colours.line },
    ticks: { color: colours.inkSoft, font: { family: colours.font } },
    ...(title === undefined
      ? {}
      : { title: { display: true, text: title, color: colours.inkSoft, font: { family: colours.font } } }),
  };
}

/** Each wait a dot: open questions above, closed below, medians as strokes, and a line at three seconds. */
export function waitsChart(waits: Measures['waits'], colours: Colours): ChartConfiguration<'scatter'> {
  const dots = (label: 'OEQ' | 'CEQ', row: number) =>
    waits[label].known.map(({ seconds, start }, index) => ({
      x: seconds,
      y: row + (scatter(index) - 0.5) * 2 * spread,
      start,
    }));
  const longest = Math.max(5, ...[...waits.OEQ.known, ...waits.CEQ.known].map(({ seconds }) => seconds));
  const lines: Plugin<'scatter'> = {
    id: 'lines',
    beforeDatasetsDraw({ ctx, scales: { x, y } }) {
      if (x === undefined || y === undefined) return;
      const stroke = (at: number, from: number, to: number, colour: string, dash: number[], width: number) => {
        ctx.save();
        ctx.strokeStyle = colour;
        ctx.lineWidth = width;
        ctx.setLineDash(dash);
        ctx.beginPath();
        ctx.moveTo(x.getPixelForValue(at), y.getPixelForValue(from));
        ctx.lineTo(x.getPixelForValue(at), y.getPixelForValue(to));
        ctx.stroke();
        ctx.restore();
      };
      stroke(goodWaitSeconds, -0.5, 1.5, colours.ink, [5, 4], 1.5);
      if (waits.OEQ.median !== null) stroke(waits.OEQ.median, 0.55, 1.45, colours.oeq, [], 3);
      if (waits.CEQ.median !== null) stroke(waits.CEQ.median, -0.45, 0.45, colours.ceq, [], 3);
    },
  };
  return {
    type: 'scatter',
    data: {
      datasets: [
        {
          label: summaryText.tables.open,
          data: dots('OEQ', 1),
          pointStyle: 'circle',
          pointRadius: 5,
          pointBackgroundColor: `color-mix(in srgb, ${colours.oeq} 65%, transparent)`,
          pointBorderColor: colours.oeq,
        },
        {
          label: summaryText.tables.closed,
          data: dots('CEQ', 0),
          pointStyle: 'rect',
          pointRadius: 5,
          pointBackgroundColor: 'transparent',
          pointBorderColor: colours.ceq,
          pointBorderWidth: 1.5,
        },
      ],
    },
    options: {
      scales: {
        x: { ...axis(colours, summaryText.chart.axisSeconds), min: 0, suggestedMax: Math.ceil(longest) },
        y: {
          ...axis(colours),
          min: -0.5,
          max: 1.5,
          grid: { display: false },
          ticks: {
            ...axis(colours).ticks,
            stepSize: 0.5,
            callback: (value) => (value === 1 ? summaryText.tables.open : value === 0 ? summaryText.tables.closed : ''),
          },
        },
      },
      plugins: {
        tooltip: {
          callbacks: {
            label: ({ parsed: { x }, raw }) => {
              const start = typeof raw === 'object' && raw !== null ? Number(Reflect.get(raw, 'start')) : 0;
              return `${formatClock(start)}: ${formatSeconds(x ?? 0)}`;
            },
          },
        },
      },
    },
    plugins: [lines],
  };
}

interface SubtypeCount {
  readonly name: string;
  readonly label: Label;
  readonly count: number;
}

/** A bar for each subtype: open ones full, closed ones hollow. */
export function subtypesChart(rows: readonly SubtypeCount[], colours: Colours): ChartConfiguration<'bar'> {
  const of = (open: string, closed: string) => rows.map(({ label }) => (label === 'OEQ' ? open : closed));
  const soft = `color-mix(in srgb, ${colours.ceq} 15%, ${colours.card})`;
  return {
    type: 'bar',
    data: {
      labels: rows.map(({ name }) => name),
      datasets: [
        {
          label: summaryText.tables.all,
          data: rows.map(({ count }) => count),
          backgroundColor: of(colours.oeq, soft),
          borderColor: of(colours.oeq, colours.ceq),
          borderWidth: 2,
          borderRadius: 3,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      scales: {
        x: { ...axis(colours, summaryText.tables.all), min: 0, ticks: { ...axis(colours).ticks, precision: 0 } },
        y: { ...axis(colours), grid: { display: false }, ticks: { ...axis(colours).ticks, autoSkip: false } },
      },
    },
  };
}

export function thirdsChart(thirds: readonly ShareOf[], colours: Colours): ChartConfiguration<'bar'> {
  return {
    type: 'bar',
    data: {
      labels: [...summaryText.thirds],
      datasets: [
        {
          label: summaryText.chart.axisShare,
          data: thirds.map(({ share }) => share),
          backgroundColor: colours.oeq,
          maxBarThickness: 80,
          borderRadius: 4,
        },
      ],
    },
    options: {
      scales: {
        x: { ...axis(colours), grid: { display: false } },
        y: {
          ...axis(colours),
          min: 0,
          max: 1,
          ticks: { ...axis(colours).ticks, stepSize: 0.25, callback: (value) => formatShare(Number(value)) },
        },
      },
      plugins: {
        tooltip: {
          callbacks: {
            label: ({ dataIndex }) => {
              const third = thirds[dataIndex];
              return third === undefined ? '' : summaryText.of({ open: third.open, all: third.all });
            },
          },
        },
      },
    },
  };
}
