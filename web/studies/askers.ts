import type { UnitCode } from '../api/studies.ts';
import { lessonText } from '../text/lesson.ts';

/** Who may have asked, in the order in which a key goes through them. */
// Keys of the text's record are the answers.
export const askers = Object.keys(lessonText.askedBy.names) as NonNullable<UnitCode['askedBy']>[];
