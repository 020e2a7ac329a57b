import type { Immovable } from '../stages/moveLesson.ts';
import { Problem } from './problem.ts';

const reasons: Readonly<Record<Immovable, readonly [title: string, detail: string]>> = {
  hold: ['The lesson is on hold', 'Lift the hold first.'],
  running: ['The analysis is running', 'Wait until it has ended.'],
  moving: ['The lesson is moved already', 'It is on its way to another site. Wait until it is there.'],
  'same-site': ['The lesson is at this site', 'Choose another site.'],
  'video-gone': [
    'The video is gone',
    'It was deleted, and with it what a move is made from. Upload it at the other site.',
  ],
  replaced: ['There is a newer upload', 'It is analysed by itself. Wait for it.'],
  'already-there': ['The other site has a video of this name', 'Delete that one first, or leave both where they are.'],
};

/** Why a lesson stays where it is, as an answer. */
export function immovable(why: Immovable): Problem {
  const [title, detail] = reasons[why];
  return new Problem(409, why, title, detail);
}
