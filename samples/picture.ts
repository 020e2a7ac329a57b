import sharp from 'sharp';
import { type Place, type Speaker, speakers, type Thing, things } from './script.ts';

export const picture = { width: 960, height: 540, framesPerSecond: 10 } as const;

export type Mouth = 'shut' | 'small' | 'wide';

/** What one frame shows; equal states are equal pictures. */
export interface Frame {
  readonly at: Readonly<Partial<Record<Thing, { readonly x: number; readonly y: number }>>>;
  readonly holding: boolean;
  /** Bubbles over this thing, `rise` pixels up from it. */
  readonly bubbles: { readonly x: number; readonly y: number } | null;
  /** Pixels that the water's surface is moved sideways. */
  readonly ripple: number;
  readonly mouths: Readonly<Record<Speaker, Mouth>>;
  readonly blinking: Speaker | null;
  /** Pixels that each one's eyes are turned, right and down. */
  readonly gazes: Readonly<Record<Speaker, readonly [number, number]>>;
  /** Things that the chart on the wall shows as settled. */
  readonly charted: readonly Thing[];
  readonly caption: string;
  readonly captionOf: Speaker | null;
}

/** Where each thing lies in the water, left to right, and how deep it hangs when afloat. */
const berths: Record<Thing, { readonly x: number; readonly afloat: number }> = {
  stone: { x: 350, afloat: 404 },
  cork: { x: 520, afloat: 398 },
  boat: { x: 705, afloat: 402 },
  apple: { x: 838, afloat: 402 },
  spoon: { x: 438, afloat: 404 },
};
const hand = { x: 310, y: 288 };

/** The point at which a thing rests; null in the basket, where it is not seen. */
export function restingPlace(thing: Thing, place: Place): { x: number; y: number } | null {
  if (place === 'basket') return null;
  if (place === 'held') return { x: hand.x, y: thing === 'boat' || thing === 'spoon' ? hand.y : hand.y - 6 };
  if (place === 'afloat') return { x: berths[thing].x, y: berths[thing].afloat };
  return { x: berths[thing].x, y: thing === 'spoon' ? 468 : 463 };
}

const captionColours: Record<Speaker, string> = { educator: '#2f6f72', mia: '#a35c12', leo: '#2f5f9a', sam: '#3f7430' };
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function captionOf(frame: Frame): string {
  if (frame.captionOf === null) return '<g id="caption"/>';
  const width = 36 + frame.caption.length * 9.4;
  const x = picture.width / 2;
  return `<g id="caption"><rect x="${x - width / 2}" y="497" width="${width}" height="32" rx="16" fill="#fffdf8" opacity=".94"/>
    <text x="${x}" y="518.5" font-size="16" text-anchor="middle" fill="${captionColours[frame.captionOf]}">${escaped(frame.caption)}</text></g>`;
}

function styleOf(frame: Frame): string {
  const rules: string[] = [];
  for (const thing of things) {
    const at = frame.at[thing];
    if (at !== undefined) rules.push(`#${thing}{display:inline;transform:translate(${at.x}px,${at.y}px)}`);
  }
  for (const thing of frame.charted) rules.push(`#chart-${thing}{display:inline}`);
  if (frame.holding) rules.push('#arm-up{display:inline}#arm-down{display:none}');
  if (frame.bubbles !== null) {
    rules.push(`#bubbles{display:inline;transform:translate(${frame.bubbles.x}px,${frame.bubbles.y}px)}`);
  }
  rules.push(`#surface{transform:translate(0,${frame.ripple}px)}`);
  for (const speaker of speakers) {
    const mouth = frame.mouths[speaker];
    const [right, down] = frame.gazes[speaker];
    rules.push(`#${speaker} .eyes{transform:translate(${right}px,${down}px)}`);
    if (mouth !== 'shut') rules.push(`#${speaker} .shut{display:none}#${speaker} .${mouth}{display:inline}`);
  }
  rules.push('.lids{display:none}');
  if (frame.blinking !== null)
    rules.push(`#${frame.blinking} .eyes{display:none}#${frame.blinking} .lids{display:inline}`);
  return rules.join('\n');
}

/** A frame as 24-bit RGB, `width` x `height`. */
export async function draw(drawing: string, frame: Frame): Promise<Buffer> {
  const svg = drawing
    .replace('</style>', `${styleOf(frame)}</style>`)
    .replace('<g id="caption"/>', () => captionOf(frame));
  return await sharp(Buffer.from(svg)).resize(picture.width, picture.height).removeAlpha().raw().toBuffer();
}
