import { z } from 'zod';
import type { Code } from '../lessons/question.ts';
import { closedSubtypes, openSubtypes } from '../lessons/question.ts';
import { claimSchema } from './modelPrompt.ts';

type Claim = z.infer<typeof claimSchema>;

// Chosen, not measured: each model would need its own labelled data. They keep "border" under every sensible threshold.
const confidences: Record<Claim['certainty'], number> = { sure: 0.95, likely: 0.8, border: 0.6 };

/**
 * The sound items of an answer, by id. An item is left out when its id was not asked for or comes twice, its label or
 * subtype is none, or the subtype is not the label's. An answer that is no JSON of the agreed form has no sound item.
 */
export function soundClaims(content: string | null | undefined, asked: ReadonlySet<string>): Map<string, Claim> {
  const sound = new Map<string, Claim>();
  const twice = new Set<string>();
  for (const item of itemsOf(content)) {
    const claim = claimSchema.safeParse(item);
    if (!claim.success || !asked.has(claim.data.id) || !belongs(claim.data)) continue;
    if (sound.has(claim.data.id)) twice.add(claim.data.id);
    sound.set(claim.data.id, claim.data);
  }
  // Two codes for one question: nobody can tell which was meant.
  for (const id of twice) sound.delete(id);
  return sound;
}

/** A claim as a code. */
export function codeOf({ label, subtype, certainty }: Claim, modelVersion: string): Code {
  return { label, subtype, confidence: confidences[certainty], engine: 'openai', modelVersion };
}

function belongs({ label, subtype }: Claim): boolean {
  const own: readonly string[] = label === 'OEQ' ? openSubtypes : closedSubtypes;
  return own.includes(subtype);
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
