import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { language } from '../../text/language.ts';

/** An element's width in pixels, as it is now; 0 until it is laid out. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const shown = element.current;
    if (shown === null) return;
    setWidth(shown.clientWidth);
    const observer = new ResizeObserver(() => setWidth(shown.clientWidth));
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** Draws before the next picture whenever something of `from`, or the language, has changed; sharp on dense screens. */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
  from: readonly unknown[],
): void {
  useEffect(() => {
    const shown = canvas.current;
    const context = shown?.getContext('2d');
    if (!shown || !context || width === 0) return;
    const frame = requestAnimationFrame(() => {
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      const wide = Math.round(width * ratio);
      const tall = Math.round(height * ratio);
      if (shown.width !== wide || shown.height !== tall) {
        shown.width = wide;
        shown.height = tall;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw(context);
    });
    return () => cancelAnimationFrame(frame);
  }, [width, height, language(), ...from]);
}
