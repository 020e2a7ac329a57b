import { Empty } from '../parts/Empty.tsx';
import { common } from '../text/common.ts';
import { useTitle } from './useTitle.ts';

export function NotFound() {
  useTitle(common.notFound.title);
  return (
    <Empty whole icon="search" title={common.notFound.title}>
      <p>{common.notFound.text}</p>
      <a class="button" href="/">
        {common.notFound.back}
      </a>
    </Empty>
  );
}
