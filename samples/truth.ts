import type { SpokenTurn } from './frames.ts';
import type { Script, Turn } from './script.ts';

const languageOf = ({ language }: Turn) => (language === undefined ? {} : { language });
const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;

/** What is truly said, asked and waited in the lesson; seconds from its start, of the sound itself. */
export function truthOf(script: Script, turns: readonly SpokenTurn[], durationSeconds: number) {
  return {
    title: script.title,
    durationSeconds: rounded(durationSeconds),
    turns: turns.map(({ turn, start, end }) => ({
      speaker: turn.speaker,
      text: turn.text,
      ...languageOf(turn),
      start: rounded(start),
      end: rounded(end),
    })),
    questions: turns.flatMap(({ turn, start, end }, index) => {
      if (turn.question === undefined) return [];
      const [label, subtype] = turn.question;
      const next = turns[index + 1];
      const waitTimeSeconds = next === undefined ? null : rounded(next.start - end);
      const place = { start: rounded(start), end: rounded(end) };
      return [{ text: turn.text, ...languageOf(turn), label, subtype, ...place, waitTimeSeconds }];
    }),
  };
}
