import { z } from 'zod';
import { isOf } from '../lessons/codebook.ts';
import type { Code } from '../lessons/question.ts';
import type { QuestionText } from '../questions/engine.ts';
import type { LocalEngine } from '../questions/localEngine.ts';
import type { Claim, Prompt } from './modelPrompt.ts';

// Chosen, not measured: each model would need its own labelled data. They keep "border" under every sensible threshold.
const confidences: Record<Claim['certainty'], number> = { sure: 0.95, likely: 0.8, border: 0.6 };

/**
 * The sound items of an answer, by id. An item is left out when its id was not asked for or comes twice, its label or
 * subtype is none, or the subtype is not the label's. An answer that is no JSON of the agreed form has no sound item.
 */
export function soundClaims(
  content: string | null | undefined,
  asked: ReadonlySet<string>,
  { claim: claimSchema, codebook }: Prompt,
): Map<string, Claim> {
  const sound = new Map<string, Claim>();
  const twice = new Set<string>();
  for (const item of itemsOf(content)) {
    const claim = claimSchema.safeParse(item);
    if (!claim.success || !asked.has(claim.data.id) || !isOf(codebook, claim.data.label, claim.data.subtype)) continue;
    if (sound.has(claim.data.id)) twice.add(claim.data.id);
    sound.set(claim.data.id, claim.data);
  }
  // Two codes for one question: nobody can tell which was meant.
  for (const id of twice) sound.delete(id);
  return sound;
}

/**
 * A claim as a code: with the machine's subtype that the site's stands for. Of several, and where there is none, it is the
 * one that the local engine holds for the likeliest; where there is none, the site's is kept beside.
 */
export function codeOf(
  { label, subtype: key, certainty }: Claim,
  question: QuestionText,
  { prompt, local, modelVersion }: { prompt: Prompt; local: Pick<LocalEngine, 'subtypeOf'>; modelVersion: string },
): Code {
  const machine = prompt.codebook.subtypes.find((one) => one.key === key)?.machine ?? [];
  const likeliest = local.subtypeOf(question, label);
  const [first = likeliest] = machine;
  return {
    label,
    subtype: machine.includes(likeliest) ? likeliest : first,
    ...(machine.length === 0 && { siteSubtype: key }),
    confidence: confidences[certainty],
    engine: 'openai',
    modelVersion,
  };
}

function itemsOf(content: string | null | undefined): readonly unknown[] {
  const parsed = z.object({ codes: z.array(z.unknown()) }).safeParse(parse(content ?? ''));
  return parsed.success ? parsed.data.codes : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON has no items; the questions are asked again.
    return undefined;
  }
}
