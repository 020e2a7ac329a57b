import type { LanguageFigures, Metrics } from '../lessons/metrics.ts';
import type { CodedQuestion } from '../lessons/question.ts';
import type { LessonVoice, SpeakerRole } from '../lessons/speakers.ts';
import type { Span, Transcript } from '../lessons/transcript.ts';
import { mergeSpans, sharedSeconds } from './spans.ts';

/** The same figures as of the whole lesson, of some of its questions. */
type Figures = Pick<
  LanguageFigures,
  'questionCount' | 'openCount' | 'openShare' | 'waitAfterOpenSeconds' | 'waitAfterClosedSeconds'
>;
type TalkFigures = Pick<LanguageFigures, 'educatorSeconds' | 'educatorShare' | 'childrenSeconds' | 'childrenShare'>;

/**
 * A lesson's figures by the language of each question, and of the talk where voices were told apart.
 * @param figuresOf measures the questions of one language
 */
export function figuresByLanguage<Q extends Pick<CodedQuestion, 'language'>>(
  questions: readonly Q[],
  figuresOf: (some: readonly Q[]) => Figures,
  talk: ReadonlyMap<string, TalkFigures>,
): Metrics['byLanguage'] {
  const asked = new Set(questions.map(({ language = 'en' }) => language));
  const languages = [...new Set([...asked, ...talk.keys()])].sort();
  return Object.fromEntries(
    languages.map((code) => [
      code,
      { ...figuresOf(questions.filter(({ language = 'en' }) => language === code)), ...(talk.get(code) ?? untold) },
    ]),
  );
}

const untold: TalkFigures = { educatorSeconds: null, educatorShare: null, childrenSeconds: null, childrenShare: null };

/** What was measured of the talk before, to stand beside questions that have changed since. */
export function talkBefore(byLanguage: Metrics['byLanguage']): ReadonlyMap<string, TalkFigures> {
  const told = Object.entries(byLanguage).filter(([, { educatorSeconds }]) => educatorSeconds !== null);
  return new Map(
    told.map(([code, { educatorSeconds, educatorShare, childrenSeconds, childrenShare }]) => [
      code,
      { educatorSeconds, educatorShare, childrenSeconds, childrenShare },
    ]),
  );
}

type Heard = Pick<Transcript, 'segments' | 'speakers'>;

/**
 * How long educators and children talk in each language: while one of their voices speaks, and a segment of this
 * language is being said. The share is of what is said so in any language; null where nothing is. Empty where voices
 * were not told apart, or no segment says its language.
 */
export function talkByLanguage(
  { segments, speakers }: Heard,
  voices: readonly Pick<LessonVoice, 'speaker' | 'role'>[],
): ReadonlyMap<string, TalkFigures> {
  if (speakers?.state !== 'told') return new Map();
  const spoken = new Map<string, Span[]>();
  for (const { language, start, end } of segments) {
    if (language !== undefined) spoken.set(language, [...(spoken.get(language) ?? []), { start, end }]);
  }
  const secondsOf = (role: SpeakerRole) => {
    const own = new Set(voices.filter((voice) => voice.role === role).map(({ speaker }) => speaker));
    const turns = mergeSpans(speakers.turns.filter(({ speaker }) => own.has(speaker)));
    return new Map([...spoken].map(([language, spans]) => [language, sharedSeconds(turns, mergeSpans(spans))]));
  };
  const [educators, children] = [secondsOf('educator'), secondsOf('child')];
  const part = (seconds: ReadonlyMap<string, number>, language: string) => {
    const all = [...seconds.values()].reduce((sum, one) => sum + one, 0);
    const own = seconds.get(language) ?? 0;
    return [Math.round(own * 1000) / 1000, all === 0 ? null : own / all] as const;
  };
  return new Map(
    [...spoken.keys()].map((language) => {
      const [educatorSeconds, educatorShare] = part(educators, language);
      const [childrenSeconds, childrenShare] = part(children, language);
      return [language, { educatorSeconds, educatorShare, childrenSeconds, childrenShare }];
    }),
  );
}
