import { type UploadDetails, uploadDetailsSchema } from './lesson.ts';

// All that a blob's metadata decides, for anybody with an address to upload to can write it. What keeps or deletes a
// lesson, what replaces one and whose site it is, the API decides, and the blob's own path. Storage takes names in any
// case and gives them back in lower case: metadata travels as HTTP headers.
const names = {
  title: 'title',
  educator: 'educator',
  consent: 'consent',
  recordedOn: 'recordedon',
  languages: 'languages',
  speakers: 'speakers',
} as const satisfies Record<keyof UploadDetails, string>;
// What it once decided, too: left out, and named.
const decidedElsewhere: readonly string[] = ['hold', 'retainuntil'];
const fields = Object.entries(names) as [keyof UploadDetails, string][]; // Object.entries widens the keys.

/** Details as a blob's metadata. Metadata is ASCII, so values are percent-encoded; 4 kB at most, of storage's 8. */
export function metadataOf(details: UploadDetails): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(([field, name]) => {
      const value = details[field];
      // A half character, which JSON can carry, has no encoding.
      return value === undefined ? [] : [[name, encodeURIComponent(value.toWellFormed())]];
    }),
  );
}

/**
 * Reads details back from a blob's metadata, which any storage client can write. What is malformed, or not for an upload
 * to say, is left out and named in `leftOut`; names that mean nothing here are somebody else's and are not.
 */
export function detailsFrom(metadata: Readonly<Record<string, string>>): {
  details: UploadDetails;
  leftOut: readonly string[];
} {
  const given = new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]));
  const details: Record<string, unknown> = {};
  const leftOut = decidedElsewhere.filter((name) => given.has(name));
  for (const [field, name] of fields) {
    const text = given.get(name);
    if (text === undefined) continue;
    const value = decoded(text);
    if (value === undefined || !uploadDetailsSchema.shape[field].safeParse(value).success) leftOut.push(name);
    else details[field] = value;
  }
  return { details: uploadDetailsSchema.parse(details), leftOut };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
