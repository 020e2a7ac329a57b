import { useEffect, useRef, useState } from 'preact/hooks';
import type { LessonResponse } from '../api/lessons.ts';
import { captionsAddress, type MediaResponse, type Names, readMedia } from '../api/review.ts';
import { Button } from '../parts/Button.tsx';
import { common } from '../text/common.ts';
import { failureText } from '../text/failures.ts';
import { language } from '../text/language.ts';
import { lessonText } from '../text/lesson.ts';
import type { Player } from './player.ts';
import { useLoaded } from './useLoaded.ts';

interface MediaProps {
  readonly lesson: LessonResponse;
  readonly player: Player;
  readonly names: Names;
}

/** As often as an address is asked for anew before the person is told. */
const patience = 2;

/** The lesson's video, or what stands in its place until there is one. Its place is kept whatever comes. */
export function Media({ lesson, player, names }: MediaProps) {
  const kind = lesson.picture?.kind ?? 'waiting';
  // What plays goes on playing: the prepared picture takes its place when it is opened next, or breaks down.
  const playing = useRef<string | undefined>(undefined);
  const key = playing.current ?? `${lesson.id} ${kind}`;
  const media = useLoaded(key, (signal) => readMedia(lesson.id, signal));
  const url = media.value?.videoUrl;
  if (url) playing.current = key;
  return (
    <div class="media">
      {url ? (
        <Playing
          key={lesson.id}
          media={{ ...media.value, videoUrl: url }}
          sound={kind === 'none'}
          {...(lesson.result === undefined ? {} : { captions: captionsAddress(lesson.id, names, language()) })}
          asUploaded={lesson.picture === undefined}
          player={player}
          renew={media.again}
        />
      ) : (
        <p class="media-note">{noteOf(lesson, media.value !== undefined, media.error)}</p>
      )}
    </div>
  );
}

function noteOf({ picture }: LessonResponse, known: boolean, error: unknown): string {
  if (error !== undefined) return lessonText.video.broken;
  if (!known) return common.loading;
  if (picture?.kind === 'failed') return `${lessonText.video.failed} ${failureText(picture.failure).advice}`;
  return picture === undefined ? lessonText.video.preparing : lessonText.video.none;
}

interface PlayingProps {
  readonly media: Partial<MediaResponse> & { readonly videoUrl: string };
  readonly sound: boolean;
  /** Absent as long as nobody has written down what is said. */
  readonly captions?: string;
  /** The upload itself, which this browser may not play. */
  readonly asUploaded: boolean;
  readonly player: Player;
  readonly renew: () => void;
}

/** Plays, and when its address has run out goes on with a new one at the same second. */
function Playing({ media, sound, captions, asUploaded, player, renew }: PlayingProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [broken, setBroken] = useState(false);
  const resume = useRef<{ at: number; playing: boolean } | undefined>(undefined);
  const tries = useRef(0);
  const wasPlaying = useRef(false);
  useEffect(() => {
    player.attach(element.current);
    return () => player.attach(null);
  }, [player]);

  const goOn = () => {
    const shown = element.current;
    const from = resume.current;
    if (shown === null || from === undefined) return;
    resume.current = undefined;
    shown.currentTime = from.at;
    if (from.playing) void shown.play().catch(() => shown.focus());
  };
  const fail = () => {
    const shown = element.current;
    if (shown === null) return;
    resume.current ??= { at: shown.currentTime, playing: wasPlaying.current };
    tries.current += 1;
    if (tries.current > patience) setBroken(true);
    else renew();
  };
  const again = () => {
    tries.current = 0;
    setBroken(false);
    renew();
  };
  // The same address within its time: the browser has to be told to ask again.
  useEffect(() => {
    if (resume.current !== undefined) element.current?.load();
  }, [media]);
  return (
    <>
      <video
        ref={element}
        class={sound ? 'sound' : 'video'}
        controls
        playsInline
        preload="metadata"
        src={media.videoUrl}
        {...(media.posterUrl ? { poster: media.posterUrl } : {})}
        aria-label={sound ? lessonText.video.sound : lessonText.video.name}
        onLoadedMetadata={goOn}
        onPlaying={() => {
          wasPlaying.current = true;
          tries.current = 0;
        }}
        onPause={() => {
          // A player that breaks down pauses, too; it is to go on.
          if (element.current?.error === null && resume.current === undefined) wasPlaying.current = false;
        }}
        onError={fail}
      >
        {captions === undefined ? null : (
          <track kind="captions" src={captions} srcLang={language()} label={lessonText.video.captions} />
        )}
      </video>
      {broken ? (
        <div class="media-broken" role="alert">
          <p>{asUploaded ? lessonText.video.preparing : lessonText.video.broken}</p>
          <Button compact icon="retry" onClick={again}>
            {common.tryAgain}
          </Button>
        </div>
      ) : null}
    </>
  );
}
