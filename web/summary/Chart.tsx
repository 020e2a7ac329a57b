import type { ChartConfiguration } from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Colours, useColours } from '../parts/colours.ts';
import { language } from '../text/language.ts';
import { summaryText } from '../text/summary.ts';

interface ChartProps {
  /** A CSS length; the chart keeps it while it loads. */
  readonly height: string;
  /** What it shows, in words. */
  readonly text: string;
  readonly make: (colours: Colours) => ChartConfiguration;
  /** Drawn anew when one of these is another. */
  readonly from: readonly unknown[];
}

/** A picture of figures that stand in a table beside it. The library is loaded with the first chart. */
export function Chart({ height, text, make, from }: ChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  const colours = useColours();
  useEffect(() => {
    let drawn: { destroy(): void } | undefined;
    let left = false;
    import('./library.ts').then(
      ({ draw }) => {
        if (!left && canvas.current !== null) drawn = draw(canvas.current, make(colours));
      },
      () => setFailed(true),
    );
    return () => {
      left = true;
      drawn?.destroy();
    };
  }, [colours, language(), ...from]);
  if (failed) return <p class="soft">{summaryText.chart.failed}</p>;
  return (
    <div class="chart" style={{ height }}>
      <canvas ref={canvas} role="img" aria-label={text} />
    </div>
  );
}
