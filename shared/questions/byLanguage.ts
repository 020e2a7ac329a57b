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
const talkNames = [
  'spokenSeconds',
  'spokenShare',
  'educatorSeconds',
  'educatorShare',
  'childrenSeconds',
  'childrenShare',
] as const;
type TalkFigures = Pick<LanguageFigures, (typeof talkNames)[number]>;

/**
 * A lesson's figures by the language of each question, and of the talk.
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

const untold: TalkFigures = {
  spokenSeconds: null,
  spokenShare: null,
  educatorSeconds: null,
  educatorShare: null,
  childrenSeconds: null,
  childrenShare: null,
};

/** What was measured of the talk before, to stand beside questions that have changed since. */
export function talkBefore(byLanguage: Metrics['byLanguage']): ReadonlyMap<string, TalkFigures> {
  const told = Object.entries(byLanguage).filter(([, own]) => talkNames.some((name) => own[name] !== null));
  return new Map(
    told.map(
      ([code, { spokenSeconds, spokenShare, educatorSeconds, educatorShare, childrenSeconds, childrenShare }]) => [
        code,
        { spokenSeconds, spokenShare, educatorSeconds, educatorShare, childrenSeconds, childrenShare },
      ],
    ),
  );
}

type Heard = Pick<Transcript, 'segments' | 'speakers'>;

/**
 * How long each language is spoken, by whoever, and by educators and children where voices were told apart: while one of
 * their voices speaks, and a segment of this language is being said. Each share is of what is said so in any language;
 * null where nothing is. Empty where no segment says its language.
 */
export function talkByLanguage(
  { segments, speakers }: Heard,
  voices: readonly Pick<LessonVoice, 'speaker' | 'role'>[],
): ReadonlyMap<string, TalkFigures> {
  const said = Map.groupBy(
    segments.flatMap(({ language, start, end }) => (language === undefined ? [] : [{ language, start, end }])),
    ({ language }) => language,
  );
  const spoken = new Map([...said].map(([language, spans]) => [language, mergeSpans(spans)]));
  const shareOut = (secondsOf: (spans: readonly Span[]) => number) => {
    const seconds = new Map([...spoken].map(([language, spans]) => [language, secondsOf(spans)]));
    const all = [...seconds.values()].reduce((sum, one) => sum + one, 0);
    return (language: string) => {
      const own = seconds.get(language) ?? 0;
      return { seconds: Math.round(own * 1000) / 1000, share: all === 0 ? null : own / all };
    };
  };
  const byRole = (role: SpeakerRole) => {
    if (speakers?.state !== 'told') return () => ({ seconds: null, share: null });
    const own = new Set(voices.filter((voice) => voice.role === role).map(({ speaker }) => speaker));
    const turns = mergeSpans(speakers.turns.filter(({ speaker }) => own.has(speaker)));
    return shareOut((spans) => sharedSeconds(turns, spans));
  };
  const anybody = shareOut((spans) => spans.reduce((sum, { start, end }) => sum + end - start, 0));
  const [educators, children] = [byRole('educator'), byRole('child')];
  return new Map(
    [...spoken.keys()].map((language) => {
      const [any, educator, child] = [anybody(language), educators(language), children(language)];
      return [
        language,
        {
          ...{ spokenSeconds: any.seconds, spokenShare: any.share },
          ...{ educatorSeconds: educator.seconds, educatorShare: educator.share },
          ...{ childrenSeconds: child.seconds, childrenShare: child.share },
        },
      ];
    }),
  );
}
