#!/bin/sh
# Stands in for ffmpeg in the bench "orchestration": decodes nothing, and answers with what lies in its own folder.
here=$(dirname "$0")
case "$1" in -version | -formats | -encoders) exec cat "$here/${1#-}" ;; esac
before="" piped=""
for arg; do
  case "$before $arg" in
    "-i "*) ;;
    *" file:"*.flac) cp "$here/sound.flac" "${arg#file:}" ;;
    *" file:"*.jpg) cp "$here/poster.jpg" "${arg#file:}" ;;
    "-f s16le") piped=levels.pcm ;;
    "-f rawvideo") piped=grey.raw ;;
  esac
  before=$arg
done
if [ -n "$piped" ]; then exec cat "$here/$piped"; fi
