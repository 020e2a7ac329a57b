import { useEffect, useState } from 'preact/hooks';

/** The theme's colours as a canvas or a chart takes them. */
export interface Colours {
  readonly oeq: string;
  readonly oeqSoft: string;
  readonly ceq: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly line: string;
  readonly card: string;
  readonly wave: string;
  readonly font: string;
  /** Slanted lines in an open or closed question's colour: a wait. */
  readonly hatch: (context: CanvasRenderingContext2D, open: boolean) => CanvasPattern | string;
}

function readColours(): Colours {
  // A token may be light-dark(); only a property of an element says which of the two it is.
  const probe = document.body.appendChild(document.createElement('span'));
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const oeq = read('--oeq');
  const ceq = read('--ceq');
  const colours = {
    oeq,
    ceq,
    oeqSoft: read('--oeq-soft'),
    ink: read('--ink'),
    inkSoft: read('--ink-soft'),
    line: read('--line'),
    card: read('--card'),
    wave: read('--line-strong'),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  const patterns = new Map<boolean, CanvasPattern | null>();
  const hatch: Colours['hatch'] = (context, open) => {
    if (!patterns.has(open)) patterns.set(open, patternOf(context, open ? oeq : ceq));
    return patterns.get(open) ?? colours.line;
  };
  return { ...colours, hatch };
}

function patternOf(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.7;
  pen.beginPath();
  for (const x of [-6, 0, 6]) {
    pen.moveTo(x, 6);
    pen.lineTo(x + 6, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}

/** The theme's colours; other ones as soon as the theme is switched. */
export function useColours(): Colours {
  const [colours, set] = useState(readColours);
  useEffect(() => {
    const follow = () => set(readColours());
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', follow);
    const chosen = new MutationObserver(follow);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', follow);
      chosen.disconnect();
    };
  }, []);
  return colours;
}
