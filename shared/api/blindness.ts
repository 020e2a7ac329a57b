import { inParallel } from '../inParallel.ts';
import { openStudiesOf, settledLessonsOf } from '../results/studies.ts';
import { plainCoder } from '../studies/coderKey.ts';
import type { Caller } from './caller.ts';

/**
 * A caller with the lessons that they code in a study that is not closed, as long as not all who code them have handed
 * in, or anything is left to settle: until then neither the machine's codes nor what people corrected is shown to them.
 * @param given the name that they give, taken where nobody signs in
 */
export async function withBlindness(caller: Caller, given: string | undefined): Promise<Caller> {
  const names = (caller.name === null ? [given] : [caller.name, caller.id]).flatMap((name) => (name ? [name] : []));
  const plain = names.map(plainCoder);
  const studies = await openStudiesOf(names);
  const blind = await inParallel(4, studies, async ({ id, assignments }) => {
    const settled = await settledLessonsOf(id);
    return assignments.flatMap(({ lessonId, coders }) =>
      coders.some((coder) => plain.includes(plainCoder(coder))) && !settled.includes(lessonId)
        ? [[lessonId, id] as const]
        : [],
    );
  });
  return { ...caller, blind: new Map(blind.flat()) };
}
