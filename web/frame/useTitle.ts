import { useEffect } from 'preact/hooks';
import { common } from '../text/common.ts';

/** Names the view in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = common.pageTitle({ title });
  }, [title]);
}
