import { expect, test } from 'vitest';
import { isSystemFile } from '../../../shared/lessons/systemFiles.ts';

test.each([
  ['.DS_Store', 6148, {}],
  ['River School/.DS_Store', 6148, {}],
  ['River School/._boats.mp4', 4096, {}],
  ['River School/Thumbs.db', 12_000, {}],
  ['River School/desktop.ini', 200, {}],
  ['__MACOSX/boats.mp4', 4096, {}],
  ['River School/', 0, {}],
  ['River School_$folder$', 0, {}],
  ['River School', 0, { hdi_isfolder: 'true' }],
  ['River School', 0, { Hdi_isfolder: 'true' }],
])('%s is nobody’s recording', (blobName, sizeBytes, metadata) => {
  expect(isSystemFile({ blobName, sizeBytes, metadata })).toBe(true);
});

test.each([
  ['River School/boats.mp4', 4096, {}],
  ['River School/empty.mp4', 0, {}],
  ['River School/.hidden.mp4', 4096, {}],
  ['River School/my._notes.mp4', 4096, {}],
  ['boats.mp4', 4096, { hdi_isfolder: 'true' }],
  ['River School/Thumbs.db.mp4', 12_000, {}],
])('%s may be one', (blobName, sizeBytes, metadata) => {
  expect(isSystemFile({ blobName, sizeBytes, metadata })).toBe(false);
});
