import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Keeps what has the focus, and what is scrolled to, out from under what stays in sight above the questions: the
 * timeline and the current question, or on a narrow page the video.
 * @param review takes `--time`, the height of the timeline, below which the rest stays in sight
 */
export function useInSight(
  review: RefObject<HTMLElement | null>,
  time: RefObject<HTMLElement | null>,
  now: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const root = document.documentElement;
    const measure = () => {
      const media = review.current?.querySelector<HTMLElement>('.media') ?? null;
      const over = [time.current, now.current, media].filter(
        (element) => element !== null && getComputedStyle(element).position === 'sticky',
      );
      const height = over.reduce((sum, element) => sum + (element?.offsetHeight ?? 0), 0);
      review.current?.style.setProperty('--time', `${time.current?.offsetHeight ?? 0}px`);
      root.style.setProperty('scroll-padding-top', `${height + 8}px`);
      root.style.setProperty('scroll-padding-bottom', '3rem');
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const element of [time.current, now.current, review.current]) if (element !== null) observer.observe(element);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
      root.style.removeProperty('scroll-padding-top');
      root.style.removeProperty('scroll-padding-bottom');
    };
  }, []);
}
