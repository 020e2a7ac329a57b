const first = 2000;
const longest = 15_000;

/**
 * How long to wait before asking again how far something is, in milliseconds: two seconds after news, half as long again
 * after each answer without any, up to fifteen seconds.
 * @param unchanged answers in a row that brought nothing new.
 */
export function ease(unchanged: number): number {
  return Math.min(longest, first * 1.5 ** unchanged);
}
