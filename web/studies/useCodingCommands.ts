import { useEffect, useRef, useState } from 'preact/hooks';
import type { UnitCode } from '../api/studies.ts';
import type { Player } from '../lesson/player.ts';
import { letters } from '../lesson/reviewer.ts';
import { type ShownCodebook, useCodebook } from '../lesson/useCodebook.ts';
import { focusOf } from '../lesson/useCommands.ts';
import { subtypesOf } from '../model/codebook.ts';
import { askedBy, type Item, labelled, moved, nextUncoded, withCode } from '../model/coding.ts';
import { type Command, commandOf, type Nudge } from '../model/keys.ts';
import { lessonText } from '../text/lesson.ts';
import { studiesText } from '../text/studies.ts';
import { askers } from './askers.ts';
import type { CodingDesk } from './codingDesk.ts';

const text = studiesText.coding;

export type CodingCommand =
  | Command
  | { readonly subtype: UnitCode['subtype'] | undefined }
  | { readonly askedBy: UnitCode['askedBy'] | undefined };

interface Surroundings {
  readonly player: Player;
  readonly items: readonly Item[];
  readonly current: Item | undefined;
  readonly desk: CodingDesk;
  readonly durationSeconds: number;
  /** Asks where a question is that nobody found. */
  readonly add: () => void;
  /** Is told when a key or a button leads to another question. */
  readonly onSeek: () => void;
}

/** Seconds. */
const step = 5;
const nudges: Readonly<Record<Nudge, readonly [start: number, end: number]>> = {
  startEarlier: [-0.1, 0],
  startLater: [0.1, 0],
  endEarlier: [0, -0.1],
  endLater: [0, 0.1],
};
const labelOf = { open: 'OEQ', closed: 'CEQ', reject: 'none' } as const;

/** What keys and buttons do in coding, and whether the list of keys is shown. Keys are those of a lesson's page. */
export function useCodingCommands(around: Surroundings) {
  const [help, setHelp] = useState(false);
  const [said, setSaid] = useState('');
  const shown = useCodebook();
  const latest = useRef({ ...around, ...shown });
  latest.current = { ...around, ...shown };
  // The same words twice would not be read twice.
  const say = (words: string) => setSaid((before) => (before === words ? `${words}\u00a0` : words));

  const run = (command: CodingCommand) => {
    const { player, items, current, desk, durationSeconds, add, onSeek, nameOf } = latest.current;
    const at = current === undefined ? -1 : items.indexOf(current);
    const { done, codes } = desk.get();
    const go = (index: number) => {
      const item = items[index];
      if (item === undefined) return;
      player.seek(item.start);
      onSeek();
    };
    const put = (item: Item, code: UnitCode | undefined, words: string) => {
      if (done) return say(text.done);
      desk.change(withCode(codes, item.code, code));
      say(words);
    };
    /** Does something with the current question that has a label. */
    const withLabel = (act: (item: Item, code: UnitCode & { label: 'OEQ' | 'CEQ' }) => void) => {
      const code = current?.code;
      if (current === undefined) say(text.said.none);
      else if (code === undefined || code.label === 'none') say(text.said.codeFirst);
      else act(current, { ...code, label: code.label });
    };
    const asked = (who: UnitCode['askedBy'] | undefined) =>
      withLabel((item) =>
        put(
          item,
          askedBy(item, who),
          text.said.askedBy({ who: who === undefined ? text.notSaid : lessonText.askedBy.names[who] }),
        ),
      );
    if (typeof command === 'object') {
      if ('askedBy' in command) return asked(command.askedBy);
      return withLabel((item, { label }) => {
        const { subtype } = command;
        const words = subtype === undefined ? text.notSaid : nameOf(subtype);
        put(item, labelled(item, { label, subtype }), text.said.coded({ code: words, text: item.text }));
      });
    }
    switch (command) {
      case 'next':
        return go(at + 1);
      case 'previous':
        return go(Math.max(0, at - 1));
      case 'confirm': {
        const next = nextUncoded(items, at);
        return next < 0 ? say(text.said.allCoded) : go(next);
      }
      case 'forward':
        return player.seek(player.time() + step);
      case 'back':
        return player.seek(player.time() - step);
      case 'play':
        return player.toggle();
      case 'open':
      case 'closed':
      case 'reject': {
        if (current === undefined) return say(text.said.none);
        if (command === 'reject' && current.found === undefined) return put(current, undefined, text.said.removed);
        const label = labelOf[command];
        if (current.code?.label === label)
          return say(text.said.coded({ code: text.labels[label], text: current.text }));
        const code =
          label === 'none' ? labelled({ ...current, code: undefined }, { label }) : labelled(current, { label });
        return put(current, code, text.said.coded({ code: text.labels[label], text: current.text }));
      }
      case 'askedBy':
        // One after the other, and then not said again.
        return withLabel((_, code) => asked(askers[code.askedBy === undefined ? 0 : askers.indexOf(code.askedBy) + 1]));
      case 'add':
        return done ? say(text.done) : add();
      case 'undo':
        return say(desk.undo() ? text.said.undone : text.said.nothingToUndo);
      case 'startEarlier':
      case 'startLater':
      case 'endEarlier':
      case 'endLater':
        return withLabel((item) => {
          const code = moved(item, ...nudges[command], durationSeconds);
          if (code === undefined) return say(text.said.cannotMove);
          put(item, code, text.said.borders({ start: code.startSeconds, end: code.endSeconds }));
          // Still the current one when it begins later.
          if (player.time() < code.startSeconds) player.seek(code.startSeconds);
        });
      case 'help':
        return setHelp(true);
      default:
        return;
    }
  };
  const running = useRef(run);
  running.current = run;

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A dialogue has its own keys.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const command = codingCommandOf(event, latest.current.current?.code, latest.current.codebook);
      if (command === null) return;
      event.preventDefault();
      running.current(command);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return { run, said, help, closeHelp: () => setHelp(false) };
}

function codingCommandOf(
  event: KeyboardEvent,
  code: UnitCode | undefined,
  codebook: ShownCodebook['codebook'],
): CodingCommand | null {
  const focus = focusOf(event.target);
  const plain = focus !== 'typing' && !event.altKey && !event.ctrlKey && !event.metaKey && letters.get();
  if (plain && /^[1-9]$/.test(event.key)) {
    if (code === undefined || code.label === 'none') return { subtype: undefined };
    const subtype = subtypesOf(codebook, code.label)[Number(event.key) - 1];
    return subtype === undefined ? null : { subtype: subtype.key };
  }
  return commandOf(event, focus, letters.get());
}
