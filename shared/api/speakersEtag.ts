import type { SaidVoices } from '../speakers/saidVoices.ts';
import { etagOf } from './conditional.ts';

/** What a change of the voices is based on: changes with each thing that people say of them. */
export const speakersEtag = ({ voices, said }: SaidVoices): string => etagOf([voices, said]);
