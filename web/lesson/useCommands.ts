import { useEffect, useRef, useState } from 'preact/hooks';
import { codeOf, type Label, type Question } from '../model/code.ts';
import { recoded } from '../model/desk.ts';
import { type Command, commandOf, type Focus, type Nudge } from '../model/keys.ts';
import { common } from '../text/common.ts';
import { lessonText } from '../text/lesson.ts';
import type { Player } from './player.ts';
import { letters } from './reviewer.ts';
import type { Corrections } from './useCorrections.ts';

interface Surroundings {
  readonly player: Player;
  readonly shown: readonly Question[];
  readonly current: Question | undefined;
  readonly corrections: Corrections;
  readonly play: (question: Question) => void;
  /** Opens a question's details. */
  readonly openNote: (id: string) => void;
  /** Opens a dialogue for what takes more than a key. */
  readonly edit: (what: Editing) => void;
}

/** What is being corrected in a dialogue. */
export type Editing =
  | { readonly kind: 'add'; readonly span?: Span }
  | { readonly kind: 'askedBy' | 'split' | 'text'; readonly question: Question }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'speaker'; readonly line: number; readonly count: number };

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Seconds. */
const step = 5;
const nudge = 0.1;
const shortest = 0.1;

/** Seconds by which each border moves. */
const nudges: Readonly<Record<Nudge, readonly [start: number, end: number]>> = {
  startEarlier: [-nudge, 0],
  startLater: [nudge, 0],
  endEarlier: [0, -nudge],
  endLater: [0, nudge],
};
const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

/** What has the focus, as far as keys are concerned. */
export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('input, textarea, select, [contenteditable]')) return 'typing';
  return target.closest('a, button, summary, video, audio') ? 'control' : 'page';
}

/** What keys and buttons ask for, and whether the list of keys is shown. */
export function useCommands(around: Surroundings) {
  const [help, setHelp] = useState(false);
  const latest = useRef(around);
  latest.current = around;

  const run = (command: Command, target = latest.current.current) => {
    const { player, shown, corrections, play, openNote, edit } = latest.current;
    const current = target;
    const at = current === undefined ? -1 : shown.indexOf(current);
    const ask = (label: Label, confirm: boolean) => {
      if (current === undefined) return corrections.say(lessonText.said.noQuestion);
      const short = common.codes[label].short;
      // As it is kept: where names are masked, its reviewer's is hidden.
      const kept = corrections.kept(current.id) ?? current;
      if (confirm && kept.review?.by === corrections.by) return corrections.say(lessonText.said.already);
      const words = confirm ? lessonText.said.confirmed : lessonText.said.recoded;
      corrections.want(recoded(kept, label), words({ code: short, text: current.text }));
    };
    /** Does something with the current question as it is kept. */
    const withCurrent = (act: (question: Question) => void) => {
      const question = current === undefined ? undefined : (corrections.kept(current.id) ?? current);
      if (question === undefined) corrections.say(lessonText.said.noQuestion);
      else act(question);
    };
    const move = ({ id, start, end }: Question, [first, last]: readonly [number, number]) => {
      const next = { start: round(Math.max(0, start + first)), end: round(end + last) };
      if (next.end - next.start < shortest) return corrections.say(lessonText.said.tooShort);
      corrections.want({ kind: 'borders', question: id, ...next }, lessonText.said.borders(next));
    };
    const go = (index: number) => {
      const question = shown[index];
      if (question !== undefined) play(question);
    };
    switch (command) {
      case 'next':
        return go(at + 1);
      case 'previous':
        return go(Math.max(0, at - 1));
      case 'forward':
        return player.seek(player.time() + step);
      case 'back':
        return player.seek(player.time() - step);
      case 'play':
        return player.toggle();
      case 'open':
        return ask('OEQ', false);
      case 'closed':
        return ask('CEQ', false);
      case 'confirm':
        return current === undefined ? corrections.say(lessonText.said.noQuestion) : ask(codeOf(current).label, true);
      case 'undo':
        return corrections.undo();
      case 'note':
        if (current === undefined) return corrections.say(lessonText.said.noQuestion);
        openNote(current.id);
        // Right after the rendering, before another key: the letters typed next are the note's, and would be commands.
        return queueMicrotask(() => focusNote(current.id));
      case 'reject':
        return withCurrent(({ id, rejected, text }) =>
          corrections.want(
            { kind: 'rejected', question: id, rejected: rejected !== true },
            rejected ? lessonText.said.isQuestion({ text }) : lessonText.said.noneAtAll({ text }),
          ),
        );
      case 'add':
        return edit({ kind: 'add' });
      case 'askedBy':
      case 'split':
      case 'text':
        return withCurrent((question) => edit({ kind: command, question }));
      case 'join':
        return withCurrent(({ id }) => {
          const next = shown.slice(at + 1).find(({ rejected }) => rejected !== true);
          if (next === undefined) return corrections.say(lessonText.said.nothingToJoin);
          corrections.want({ kind: 'joined', question: id, with: next.id }, lessonText.said.joined);
        });
      case 'startEarlier':
      case 'startLater':
      case 'endEarlier':
      case 'endLater':
        return withCurrent((question) => move(question, nudges[command]));
      case 'help':
        return setHelp(true);
    }
  };
  const running = useRef(run);
  running.current = run;

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A dialogue has its own keys.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const command = commandOf(event, focusOf(event.target), letters.get());
      if (command === null) return;
      event.preventDefault();
      running.current(command);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return { run, help, closeHelp: () => setHelp(false) };
}

function focusNote(id: string): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-note]'))
    if (field.dataset.note === id) field.focus();
}
