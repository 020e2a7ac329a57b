import { sendLessonJob } from '../messaging/sender.ts';
import { changeLesson, deleteLessonDocument } from '../results/lessons.ts';
import { deleteQuestions } from '../results/questions.ts';
import { deleteCodings } from '../results/studies.ts';
import { deletePrefix, deleteUpload, findUpload, tagUpload } from '../storage/blobs.ts';
import { forgetMoves } from '../storage/moves.ts';
import { dropVoices } from '../storage/voices.ts';

/** Where uploads, lessons and jobs are: what a stage works on unless it is given something else. */
export const stores = {
  ...{ findUpload, tagUpload, deleteUpload, deletePrefix },
  ...{ changeLesson, deleteLessonDocument, deleteQuestions, deleteCodings },
  ...{ sendLessonJob, forgetMoves, dropVoices },
};
export type Stores = typeof stores;
