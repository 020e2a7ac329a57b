import type { Change } from '../../model/change.ts';
import type { Question } from '../../model/code.ts';
import type { Command } from '../../model/keys.ts';

export interface QuestionActions {
  readonly play: (question: Question) => void;
  readonly want: (change: Change) => void;
  /** Does to this question what a key does to the current one. */
  readonly run: (question: Question, command: Command) => void;
  /** Opens a question's details, or closes them. */
  readonly open: (id: string) => void;
  /** What was said next, as far as the transcript is there and tells. */
  readonly nextTurn: (question: Question) => string | undefined;
}
