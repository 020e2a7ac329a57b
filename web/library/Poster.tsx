import { useState } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import { formatClock } from '../text/format.ts';
import { library } from '../text/library.ts';

/** A lesson's picture in a frame that is there before it, with the length upon it. */
export function Poster({ url, seconds }: { url: string | undefined; seconds: number | undefined }) {
  const [broken, breaks] = useState<string>();
  return (
    <div class="poster">
      {url === undefined || broken === url ? (
        <Icon name="film" />
      ) : (
        <img src={url} alt="" width={320} height={180} loading="lazy" decoding="async" onError={() => breaks(url)} />
      )}
      {seconds === undefined ? null : (
        <span class="poster-length numbers">
          <span class="unseen">{library.facts.lengthSpoken} </span>
          {formatClock(seconds)}
        </span>
      )}
    </div>
  );
}
