import { useRef } from 'preact/hooks';
import { type View, xOf } from '../../model/view.ts';
import type { Role } from '../../model/voices.ts';
import type { Colours } from '../../parts/colours.ts';
import { formatClock } from '../../text/format.ts';
import { voicesText } from '../../text/voices.ts';
import { useDrawing } from './useCanvas.ts';

interface Turn {
  readonly start: number;
  readonly end: number;
}

export interface Lane {
  readonly role: Role;
  readonly turns: readonly Turn[];
}

interface LanesProps {
  readonly lanes: readonly Lane[];
  readonly view: View;
  readonly width: number;
  readonly colours: Colours;
}

/** In pixels; the name of a lane stands above its turns. */
const row = 28;
const bar = { top: 16, height: 8 };

/** Who speaks when, a lane for each role, each under its name. */
export function Lanes({ lanes, view, width, colours }: LanesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = lanes.length * row;
  useDrawing(
    canvas,
    width,
    height,
    (context) => {
      context.clearRect(0, 0, width, height);
      for (const [at, lane] of lanes.entries()) {
        const top = at * row + bar.top;
        context.fillStyle = colours.line;
        context.fillRect(0, top + bar.height / 2, width, 1);
        context.fillStyle = colours.inkSoft;
        for (const { start, end } of lane.turns) {
          if (end < view.from || start > view.to) continue;
          const x = xOf(start, view, width);
          context.fillRect(x, top, Math.max(1, xOf(end, view, width) - x), bar.height);
        }
      }
    },
    [lanes, view, colours],
  );
  if (lanes.length === 0) return null;
  const names = voicesText.lanes.roles;
  const lengthOf = ({ turns }: Lane) => turns.reduce((sum, { start, end }) => sum + end - start, 0);
  return (
    <section class="lanes" aria-label={voicesText.lanes.title} style={{ height: `${height}px` }}>
      <canvas ref={canvas} class="lanes-canvas" />
      <ul class="lane-names small">
        {lanes.map((lane) => (
          <li key={lane.role} style={{ height: `${row}px` }}>
            {voicesText.lanes.of({ name: names[lane.role], time: formatClock(lengthOf(lane)) })}
          </li>
        ))}
      </ul>
    </section>
  );
}
