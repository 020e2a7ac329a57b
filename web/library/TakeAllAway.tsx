import { useState } from 'preact/hooks';
import { manyAddress } from '../api/lessons.ts';
import { Icon } from '../parts/Icon.tsx';
import { language } from '../text/language.ts';
import { library } from '../text/library.ts';
import type { Filters } from './filters.ts';

/** All lessons of the filters in one file, as links, so that the browser downloads them while they are made. */
export function TakeAllAway({ filters }: { filters: Filters }) {
  const [masked, mask] = useState(false);
  const text = library.takeAway;
  const address = (format: 'csv' | 'zip') => manyAddress(format, filters, masked ? 'masked' : 'shown', language());
  return (
    <details class="menu">
      <summary class="button">
        <Icon name="download" />
        {text.title}
      </summary>
      <div class="menu-list card">
        <label class="check">
          <input type="checkbox" checked={masked} onChange={({ currentTarget }) => mask(currentTarget.checked)} />
          {text.masked}
        </label>
        <a href={address('csv')} download>
          {text.csv}
        </a>
        <a href={address('zip')} download>
          {text.zip}
        </a>
      </div>
    </details>
  );
}
