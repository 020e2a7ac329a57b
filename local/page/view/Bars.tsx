import { duration } from './pieces.tsx';
import { Rows } from './Rows.tsx';

export interface Bar {
  readonly key: string;
  /** How far it is set in. */
  readonly depth: number;
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly failed: boolean;
}

interface BarsProps {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

/** What took which part of the time. */
export function Bars({ label, bars, chosen, onChoose }: BarsProps) {
  const from = bars.reduce((least, bar) => Math.min(least, bar.from), Number.POSITIVE_INFINITY);
  const to = bars.reduce((most, bar) => Math.max(most, bar.to), 0);
  const share = (time: number) => `${((time - from) / Math.max(1, to - from)) * 100}%`;
  return (
    <Rows
      label={label}
      columns={['What', 'When', 'Took']}
      widths="minmax(8rem, 2fr) 4fr minmax(4rem, 0.5fr)"
      rows={bars}
      keyOf={({ key }) => key}
      cells={(bar) => [
        <span key="what" style={{ paddingLeft: `${Math.min(bar.depth, 12) * 0.75}rem` }}>
          {bar.failed ? '✗ ' : ''}
          {bar.label}
        </span>,
        <span key="when" class="track">
          <span
            class={`bar-of ${bar.failed ? 'bad' : ''}`}
            style={{
              left: `min(${share(bar.from)}, calc(100% - 3px))`,
              width: `max(3px, ${share(from + bar.to - bar.from)})`,
            }}
          />
        </span>,
        duration(bar.to - bar.from),
      ]}
      chosen={chosen}
      onChoose={({ key }) => onChoose(key)}
      empty="Nothing happened yet."
    />
  );
}
