import type { Question } from '../../model/code.ts';
import { lessonText } from '../../text/lesson.ts';

/** Who asked, in words; what the machine thinks is said to be proposed. */
export function nameOfAsker({ askedBy = 'unknown', askedByFrom }: Pick<Question, 'askedBy' | 'askedByFrom'>): string {
  const name = lessonText.askedBy.names[askedBy];
  return askedByFrom === 'machine' ? lessonText.askedBy.proposed({ name }) : name;
}
