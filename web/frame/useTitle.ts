import { useEffect } from 'preact/hooks';
import { common } from '../text/common.ts';
import { language } from '../text/language.ts';

/** Names the view in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = common.pageTitle({ title });
  }, [title, language()]);
}
