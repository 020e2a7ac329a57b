import { useEffect, useRef } from 'preact/hooks';
import { languages } from '../../shared/words/texts.ts';
import { exportAddress, type Names } from '../api/review.ts';
import { Icon } from '../parts/Icon.tsx';
import { language } from '../text/language.ts';
import { lessonText } from '../text/lesson.ts';

// Keys of the text's record are its formats.
const formats = Object.keys(lessonText.takeAway.formats) as (keyof typeof lessonText.takeAway.formats)[];

/** Every format of the results, as links, so that the browser downloads them. Closes with Escape or a click beside it. */
export function TakeAway({ lessonId, names }: { lessonId: string; names: Names }) {
  const now = language();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const shown = menu.current;
      if (!shown?.open) return;
      const inside = event.target instanceof Node && shown.contains(event.target);
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        if (inside) shown.querySelector('summary')?.focus();
      } else if (inside) return;
      shown.open = false;
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details class="menu" ref={menu}>
      <summary class="button">
        <Icon name="download" />
        {lessonText.takeAway.title}
      </summary>
      <ul class="menu-list card">
        {formats.map((format) => (
          <li key={format}>
            <a href={exportAddress(lessonId, format, names, now)} download>
              {lessonText.takeAway.formats[format]}
            </a>
          </li>
        ))}
        <li>
          <a href={exportAddress(lessonId, 'html', names, now)} target="_blank" rel="noreferrer">
            {lessonText.takeAway.report}
          </a>
        </li>
        {/* An educator may read another language than the coach who prints it. */}
        {languages
          .filter((other) => other !== now)
          .map((other) => (
            <li key={other}>
              <a href={exportAddress(lessonId, 'html', names, other)} target="_blank" rel="noreferrer">
                {lessonText.takeAway.reportIn[other]}
              </a>
            </li>
          ))}
      </ul>
    </details>
  );
}
