import type { ChartConfiguration } from 'chart.js';
import { dayInWords, shortDay } from '../library/day.ts';
import { goodWaitSeconds } from '../model/measures.ts';
import type { Colours } from '../parts/colours.ts';
import { axis } from '../summary/charts.ts';
import { formatSeconds, formatShare } from '../text/format.ts';
import { progressText } from '../text/progress.ts';
import { namedDays } from './days.ts';
import type { Point } from './lessons.ts';

interface Course {
  readonly name: string;
  readonly colour: string;
  readonly shape: 'circle' | 'rect';
  readonly of: (point: Point) => number | null;
}

/** Of a day's name on the axis with some air, in pixels. */
const labelWidth = 110;
const dayOf = (point: Point | undefined) => (point === undefined ? '' : shortDay(point));

const [smallest, largest] = [4, 10];

/** In pixels: a point's area goes with the number of its questions. */
export function radii(points: readonly Pick<Point, 'questions'>[]): number[] {
  const most = Math.max(1, ...points.map(({ questions }) => questions));
  return points.map(({ questions }) => smallest + (largest - smallest) * Math.sqrt(questions / most));
}

/** Whether two lessons are of one person, as far as names tell: not where there is none, nor of different sites. */
export function samePerson(a: Who | undefined, b: Who | undefined): boolean {
  return a?.educator !== undefined && a.educator === b?.educator && a.siteId === b.siteId;
}
type Who = Pick<Point, 'educator' | 'siteId'>;

/** Both charts' plots begin at the same place, so that a lesson stands above itself. */
const axisWidth = 56;

/** Points are filled as far as people have reviewed the lesson: hollow, half-tone, full. */
function line(points: readonly Point[], { name, colour, shape, of }: Course, colours: Colours) {
  const half = `color-mix(in srgb, ${colour} 40%, ${colours.card})`;
  const fill = { none: colours.card, some: half, all: colour };
  return {
    label: name,
    data: points.map((point, index) => ({ x: index, y: of(point) })),
    borderColor: colour,
    borderWidth: 2,
    pointStyle: shape,
    pointRadius: radii(points),
    pointHoverRadius: radii(points).map((radius) => radius + 2),
    // A point at 0 % is as whole as the others.
    clip: largest + 4,
    segment: {
      borderColor: ({ p0DataIndex, p1DataIndex }: { p0DataIndex: number; p1DataIndex: number }) =>
        samePerson(points[p0DataIndex], points[p1DataIndex]) ? undefined : 'transparent',
    },
    pointBorderColor: colour,
    pointBorderWidth: 2,
    pointBackgroundColor: points.map(({ reviewed }) => fill[reviewed]),
    spanGaps: true,
  };
}

/** Lessons stand at even steps, in order: so those of one day stay apart, and a summer is no gap. Days are its labels. */
function lines(
  points: readonly Point[],
  courses: readonly Course[],
  colours: Colours,
  write: (value: number) => string,
  top: number | undefined,
): ChartConfiguration<'line', { x: number; y: number | null }[]> {
  return {
    type: 'line',
    data: { datasets: courses.map((course) => line(points, course, colours)) },
    options: {
      scales: {
        x: {
          ...axis(colours),
          type: 'linear',
          min: -0.5,
          max: points.length - 0.5,
          grid: { display: false },
          afterBuildTicks: (scale) => {
            const most = Math.min(6, Math.max(2, Math.floor(scale.chart.width / labelWidth)));
            scale.ticks = namedDays(
              points.map(({ day }) => day),
              most,
            ).map((value) => ({ value }));
          },
          ticks: {
            ...axis(colours).ticks,
            autoSkip: false,
            maxRotation: 0,
            callback: (value) => dayOf(points[Number(value)]),
          },
        },
        y: {
          ...axis(colours),
          afterFit: (scale) => {
            scale.width = axisWidth;
          },
          min: 0,
          ...(top === undefined ? { suggestedMax: 5 } : { max: top }),
          ticks: { ...axis(colours).ticks, maxTicksLimit: 6, callback: (value) => write(Number(value)) },
        },
      },
      plugins: {
        tooltip: {
          callbacks: {
            title: ([item]) => {
              const point = points[item?.dataIndex ?? -1];
              return point === undefined ? '' : [point.title, dayInWords(point)];
            },
            label: ({ dataIndex, dataset, parsed }) => {
              const point = points[dataIndex];
              const state = point === undefined ? '' : progressText.reviewed[point.reviewed];
              return `${dataset.label}: ${write(parsed.y ?? 0)} (${state})`;
            },
          },
        },
      },
    },
  };
}

export const shareChart = (points: readonly Point[], colours: Colours) =>
  lines(
    points,
    [{ name: progressText.table.share, colour: colours.oeq, shape: 'circle', of: ({ share }) => share }],
    colours,
    formatShare,
    1,
  );

export const talkChart = (points: readonly Point[], colours: Colours) =>
  lines(
    points,
    [
      {
        name: progressText.table.educatorTalk,
        colour: colours.oeq,
        shape: 'circle',
        of: ({ educatorTalk }) => educatorTalk,
      },
      {
        name: progressText.table.childrenTalk,
        colour: colours.ceq,
        shape: 'rect',
        of: ({ childrenTalk }) => childrenTalk,
      },
    ],
    colours,
    formatShare,
    1,
  );

export function waitsChart(points: readonly Point[], colours: Colours) {
  const chart = lines(
    points,
    [
      { name: progressText.table.open, colour: colours.oeq, shape: 'circle', of: ({ openWait }) => openWait },
      { name: progressText.table.closed, colour: colours.ceq, shape: 'rect', of: ({ closedWait }) => closedWait },
    ],
    colours,
    formatSeconds,
    undefined,
  );
  chart.plugins = [
    {
      id: 'threeSeconds',
      beforeDatasetsDraw({ ctx, chartArea, scales: { y } }) {
        if (y === undefined) return;
        const at = y.getPixelForValue(goodWaitSeconds);
        ctx.save();
        ctx.strokeStyle = colours.ink;
        ctx.setLineDash([5, 4]);
        ctx.beginPath();
        ctx.moveTo(chartArea.left, at);
        ctx.lineTo(chartArea.right, at);
        ctx.stroke();
        ctx.restore();
      },
    },
  ];
  return chart;
}
