import { manyText as text } from '../text/many.ts';
import type { Undone } from './forEach.ts';

/** For which lessons something could not be done, and why. */
export function UndoneNotice({ undone }: { undone: readonly Undone[] }) {
  if (undone.length === 0) return null;
  return (
    <div class="notice bad" role="alert">
      <p>{text.undone({ count: undone.length })}</p>
      <ul class="refused">
        {undone.map(({ lesson, why }) => (
          <li key={lesson.id}>
            <strong>{lesson.title}</strong> {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
