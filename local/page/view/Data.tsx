import { useEffect, useState } from 'preact/hooks';
import type { DataShown } from '../shown.ts';
import { clock, Do, Facts, Problem, Text } from './pieces.tsx';
import { Rows } from './Rows.tsx';
import { go, type ViewProps } from './route.ts';
import { act, fileAddress, read, upload, useLive } from './server.ts';

/** What is kept: blobs to look at, tables and Cosmos DB containers to ask. */
export function Data({ path: [kind = '', place = '', blob = ''] }: ViewProps) {
  const [prefix, setPrefix] = useState('');
  const { shown, problem, isOfChosen } = useLive<DataShown>('data', { kind, place, prefix }, `${kind} ${place}`);
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      <Rows
        label="Places"
        columns={['Name', 'Kind']}
        widths="minmax(8rem, 3fr) minmax(5rem, 1fr)"
        rows={shown?.places ?? []}
        keyOf={(each) => `${each.kind} ${each.name}`}
        cells={(each) => [each.name, each.kind]}
        chosen={`${kind} ${place}`}
        onChoose={(each) => go('data', each.kind, each.name)}
        empty={shown === null ? 'Looking …' : 'Nothing is kept.'}
      />
      {kind === 'blobs' && (
        <section aria-labelledby="place">
          <h2 id="place">{place}</h2>
          <div class="bar">
            <label>
              Begins with{' '}
              <input type="search" value={prefix} onInput={({ currentTarget }) => setPrefix(currentTarget.value)} />
            </label>
            <label>
              File <input type="file" onChange={({ currentTarget }) => setFile(currentTarget.files?.[0] ?? null)} />
            </label>
            {file !== null && (
              <Do what={() => upload('data', 'blob', { place, name: prefix + file.name }, file)}>Upload</Do>
            )}
          </div>
          <Rows
            label="Blobs"
            columns={['Name', 'Bytes', 'Type', 'Modified']}
            widths="minmax(10rem, 4fr) minmax(5rem, 1fr) minmax(5rem, 1fr) minmax(6rem, 1fr)"
            rows={isOfChosen ? (shown?.blobs ?? []) : []}
            keyOf={({ name }) => name}
            cells={({ name, sizeBytes, type, modified }) => [name, sizeBytes, type, clock(modified)]}
            chosen={blob}
            onChoose={({ name }) => go('data', kind, place, name)}
            empty={isOfChosen ? 'No blob here.' : 'Looking …'}
          />
          {shown?.more === true && <p>There are more: narrow them down.</p>}
          {blob !== '' && <Blob key={blob} place={place} name={blob} />}
        </section>
      )}
      {(kind === 'table' || kind === 'cosmos') && <Ask key={place} kind={kind} place={place} />}
    </>
  );
}

interface Preview {
  readonly kind: 'text' | 'picture' | 'bytes';
  readonly text?: string;
  readonly contentType: string;
  readonly contentLength: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

function Blob({ place, name }: { readonly place: string; readonly name: string }) {
  const [preview, setPreview] = useState<Preview | string>('Looking …');
  useEffect(() => {
    read<Preview>('data', 'preview', { place, name }).then(setPreview, (error: unknown) => setPreview(String(error)));
  }, [place, name]);
  if (typeof preview === 'string') return <p>{preview}</p>;
  return (
    <>
      <h3>{name}</h3>
      <Facts of={{ Type: preview.contentType, Bytes: preview.contentLength, ...preview.metadata }} />
      <a href={fileAddress('data', 'download', { place, name })} download="">
        Download
      </a>
      {preview.kind === 'picture' && <img src={fileAddress('data', 'picture', { place, name })} alt={name} />}
      <Text label="Preview" of={preview.text} />
    </>
  );
}

function Ask({ kind, place }: { readonly kind: 'table' | 'cosmos'; readonly place: string }) {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<{ rows: readonly Record<string, unknown>[]; more: boolean } | null>(null);
  return (
    <section aria-labelledby="place">
      <h2 id="place">{place}</h2>
      <label>
        {kind === 'table' ? 'Filter (OData)' : 'Query (SQL)'}
        <textarea
          value={query}
          placeholder={kind === 'table' ? "PartitionKey eq 'a'" : 'SELECT * FROM c'}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        />
      </label>
      <div class="bar">
        <Do what={async () => setFound(await act('data', kind, { place, query }))}>Ask</Do>
      </div>
      {found !== null && (
        <Text label={`${found.rows.length}${found.more ? ', and there are more' : ''}`} of={found.rows} />
      )}
    </section>
  );
}
