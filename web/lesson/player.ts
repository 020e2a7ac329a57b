import { useEffect, useMemo, useState } from 'preact/hooks';
import { lastBegun } from '../model/search.ts';

/** Where the lesson is. Goes on without a video, so that a timeline can be read before there is one. */
export interface Player {
  time(): number;
  seek(seconds: number): void;
  toggle(): void;
  play(): void;
  pause(): void;
  /** Called with the time in seconds: for each picture while it plays, and after each seek. */
  follow(listener: (seconds: number) => void): () => void;
  attach(element: HTMLMediaElement | null): void;
}

export function createPlayer(durationSeconds: number): Player {
  const listeners = new Set<(seconds: number) => void>();
  let element: HTMLMediaElement | null = null;
  let still = 0;
  let frame = 0;
  let detach: (() => void) | undefined;
  const time = () => element?.currentTime ?? still;
  const tell = () => {
    for (const listener of listeners) listener(time());
  };
  const run = () => {
    cancelAnimationFrame(frame);
    tell();
    if (element !== null && !element.paused && !element.ended) frame = requestAnimationFrame(run);
  };
  return {
    time,
    seek(seconds) {
      const wanted = Math.min(Math.max(0, seconds), Math.max(0, durationSeconds));
      still = wanted;
      if (element !== null) element.currentTime = wanted;
      // A seek of a video takes a moment; where it leads is shown at once.
      for (const listener of listeners) listener(wanted);
    },
    toggle() {
      if (element === null) return;
      if (element.paused) void element.play().catch(() => element?.focus());
      else element.pause();
    },
    play() {
      void element?.play().catch(() => element?.focus());
    },
    pause() {
      element?.pause();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach(next) {
      detach?.();
      detach = undefined;
      cancelAnimationFrame(frame);
      if (element !== null) still = element.currentTime;
      element = next;
      if (next === null) return;
      if (still > 0) next.currentTime = still;
      const events = ['play', 'seeked', 'timeupdate', 'ended'];
      for (const name of events) next.addEventListener(name, run);
      detach = () => {
        for (const name of events) next.removeEventListener(name, run);
      };
    },
  };
}

export const usePlayer = (durationSeconds: number) => useMemo(() => createPlayer(durationSeconds), [durationSeconds]);

/** The index of the last thing that has begun where the lesson is; renders again only when that is another. */
export function useBegun(player: Player, things: readonly { readonly start: number }[]): number {
  const [index, setIndex] = useState(() => lastBegun(things, player.time()));
  useEffect(() => {
    const find = (seconds: number) => setIndex(lastBegun(things, seconds));
    find(player.time());
    return player.follow(find);
  }, [player, things]);
  // Things may have become fewer since.
  return Math.min(index, things.length - 1);
}
