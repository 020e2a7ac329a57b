import { type UploadDetails, uploadDetailsSchema } from './lesson.ts';

// Names that storage takes in any case and gives back in lower case: a blob's metadata travels as HTTP headers.
const names = {
  title: 'title',
  educator: 'educator',
  consent: 'consent',
  retainUntil: 'retainuntil',
  hold: 'hold',
  recordedOn: 'recordedon',
} as const satisfies Record<keyof UploadDetails, string>;
const fields = Object.entries(names) as [keyof UploadDetails, string][]; // Object.entries widens the keys.

/** Details as a blob's metadata. Metadata is ASCII, so values are percent-encoded; 4 kB at most, of storage's 8. */
export function metadataOf(details: UploadDetails): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(([field, name]) => {
      const value = details[field];
      // A half character, which JSON can carry, has no encoding.
      return value === undefined ? [] : [[name, encodeURIComponent(String(value).toWellFormed())]];
    }),
  );
}

/**
 * Reads details back from a blob's metadata, which any storage client can write. What is malformed is left out and
 * named in `leftOut`; names that mean nothing here are somebody else's and are not.
 */
export function detailsFrom(metadata: Readonly<Record<string, string>>): {
  details: UploadDetails;
  leftOut: readonly string[];
} {
  const given = new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]));
  const details: Record<string, unknown> = {};
  const leftOut: string[] = [];
  for (const [field, name] of fields) {
    const text = given.get(name);
    if (text === undefined) continue;
    const value = decoded(field, text);
    if (value === undefined || !uploadDetailsSchema.shape[field].safeParse(value).success) leftOut.push(name);
    else details[field] = value;
  }
  return { details: uploadDetailsSchema.parse(details), leftOut };
}

function decoded(field: keyof UploadDetails, text: string): string | boolean | undefined {
  if (field === 'hold') return text === 'true' ? true : text === 'false' ? false : undefined;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
