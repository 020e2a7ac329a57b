import type { Question } from '../../model/code.ts';
import type { Wanted } from '../../model/desk.ts';

export interface QuestionActions {
  readonly play: (question: Question) => void;
  readonly want: (id: string, wanted: Wanted) => void;
  /** Opens a question's details, or closes them. */
  readonly open: (id: string) => void;
}
