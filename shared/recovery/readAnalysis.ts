import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import { lessonOf } from '../lessons/identity.ts';
import { type Analysis, analysisSchema } from '../lessons/lesson.ts';
import { readText } from '../storage/blobs.ts';

type Key = { readonly lessonId: string; readonly revision: string };

/** An analysis.json that cannot be used, and why, in words that quote nothing of it. */
export class DamagedAnalysis extends Error {
  override readonly name = 'DamagedAnalysis';
}

/** The analysis of one revision; null where there is none. @throws DamagedAnalysis for one that cannot be used. */
export async function readAnalysis(key: Key): Promise<Analysis | null> {
  const text = await readText('transcripts', blobPaths.analysis(key));
  return text === null ? null : parseAnalysis(text, key);
}

/** Checks the text of an analysis.json, and that it is of the lesson in whose folder it lies. @throws DamagedAnalysis */
export function parseAnalysis(text: string, key: Key): Analysis {
  const { source, ...rest } = shaped(text);
  const ofThisPlace =
    source.lessonId === key.lessonId &&
    source.revision === key.revision &&
    rest.result.revision === key.revision &&
    lessonOf(source.blobName).lessonId === key.lessonId;
  if (!ofThisPlace) throw new DamagedAnalysis('it is of another lesson or revision than its folder');
  if (new Set(rest.questions.map(({ id }) => id)).size < rest.questions.length)
    throw new DamagedAnalysis('two of its questions have the same id');
  return { source, ...rest };
}

function shaped(text: string): Analysis {
  try {
    return analysisSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new DamagedAnalysis('it is not JSON');
    if (!(error instanceof z.ZodError)) throw error;
    const places = error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.') || 'the whole'} (${code})`);
    throw new DamagedAnalysis(`it is not of the form of an analysis: ${places.join(', ')}`);
  }
}
