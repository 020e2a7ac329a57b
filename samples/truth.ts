import type { SpokenTurn } from './frames.ts';
import type { Script, Turn, VoiceName } from './script.ts';

const languageOf = ({ language }: Turn) => (language === undefined ? {} : { language });
const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;

const roleOf = (name: VoiceName) => (name === 'educator' ? name : name === 'visitor' ? 'adult' : 'child');

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
    questions: turns.flatMap(({ turn, start }, index) => {
      if (turn.question === undefined) return [];
      const [label, subtype] = turn.question;
      const last = Math.max(...turns.filter((other) => other.start === start).map((other) => other.end));
      const next = turns.slice(index + 1).find((other) => other.start >= last);
      const waitTimeSeconds = next === undefined ? null : rounded(next.start - last);
      const place = { start: rounded(start), end: rounded(last) };
      const who = { askedBy: roleOf(turn.speaker), nextBy: next === undefined ? null : roleOf(next.turn.speaker) };
      return [{ text: turn.text, ...languageOf(turn), label, subtype, ...place, waitTimeSeconds, ...who }];
    }),
  };
}

/** The turns as NIST's Rich Transcription Time Marked. */
export const rttmOf = (name: string, turns: readonly SpokenTurn[]): string =>
  turns
    .map(({ turn: { speaker }, start, end }) => {
      const [from, seconds] = [start, end - start].map((time) => time.toFixed(3));
      return `SPEAKER ${name} 1 ${from} ${seconds} <NA> <NA> ${speaker} <NA> <NA>\n`;
    })
    .join('');
