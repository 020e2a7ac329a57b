import type { Question } from '../../model/code.ts';
import { formatSeconds } from '../../text/format.ts';
import { lessonText } from '../../text/lesson.ts';

export function shortWait({ waitTimeSeconds, next }: Question): string {
  if (waitTimeSeconds === null) return lessonText.wait.unknown;
  const short = formatSeconds(waitTimeSeconds);
  return next === 'silence' ? `≥ ${short}` : short;
}

export function longWait({ waitTimeSeconds, next }: Question): string {
  if (waitTimeSeconds === null) return next === 'end' ? lessonText.wait.end : lessonText.wait.unknown;
  return lessonText.wait[next === 'end' ? 'speech' : next]({ value: waitTimeSeconds });
}
