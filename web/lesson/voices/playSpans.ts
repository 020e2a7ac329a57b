import type { Player } from '../player.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whoever seeks as far from a span as this, in seconds, wants to hear something else. */
const away = 1;

/**
 * Plays some stretches one after the other, and pauses after the last.
 * @param spans in order of time
 * @param onEnd told when they have been played, or the person has gone elsewhere
 * @returns stops it
 */
export function playSpans(player: Player, spans: readonly Span[], onEnd: () => void): () => void {
  let at = 0;
  let unfollow: (() => void) | undefined;
  const stop = (pause: boolean) => {
    unfollow?.();
    if (pause) player.pause();
    onEnd();
  };
  const [first] = spans;
  if (first === undefined) {
    onEnd();
    return onEnd;
  }
  player.seek(first.start);
  unfollow = player.follow((seconds) => {
    const now = spans[at];
    if (now === undefined) return;
    if (seconds < now.start - away || seconds > now.end + away) return stop(false);
    if (seconds < now.end) return;
    at += 1;
    const next = spans[at];
    if (next === undefined) stop(true);
    else if (next.start > seconds) player.seek(next.start);
  });
  player.play();
  return () => stop(true);
}
