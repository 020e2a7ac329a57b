import type { Codebook } from '../lessons/codebook.ts';
import type { CodingEngineName, CodingReport, ModelCost } from '../lessons/coding.ts';
import type { ProviderPool } from '../providers/pool.ts';
import type { CodingEngine } from '../questions/engine.ts';
import type { LocalEngine } from '../questions/localEngine.ts';
import type { CodeCache } from './cache/codeCache.ts';
import { Tally } from './tally.ts';

/** An engine for one lesson or one request, and the count of what it did. */
export interface CodingSession {
  readonly engine: CodingEngine;
  report(): CodingReport;
  cost(): ModelCost;
}

export interface SessionParts {
  readonly pool: ProviderPool;
  readonly cache: CodeCache;
  readonly threshold: number;
  readonly batch: number;
  readonly patienceSeconds: number;
  /** Codes what the large model cannot, or need not. */
  readonly local: CodingEngine & Pick<LocalEngine, 'subtypeOf'>;
  /** By which the large model codes: the site's. */
  readonly codebook: Codebook;
}

/** A session of a local model alone. */
export function localSession(local: CodingEngine): CodingSession {
  const tally = new Tally('local');
  return { engine: counted(local, tally), report: () => tally.report(), cost: () => tally.cost() };
}

/** A session that may ask the large model. */
export async function largeSession(
  name: Exclude<CodingEngineName, 'local'>,
  { threshold, codebook, ...parts }: SessionParts,
): Promise<CodingSession> {
  const { modelEngine } = await import('./modelEngine.ts');
  const { promptOf } = await import('./modelPrompt.ts');
  const { cascadeEngine } = await import('./cascadeEngine.ts');
  const tally = new Tally(name);
  const { local } = parts;
  const large = modelEngine({ ...parts, prompt: promptOf(codebook), tally });
  const engine = name === 'openai' ? large : cascadeEngine({ local, large, threshold, tally });
  return { engine, report: () => tally.report(), cost: () => tally.cost() };
}

function counted(engine: CodingEngine, tally: Tally): CodingEngine {
  return {
    name: engine.name,
    modelVersion: engine.modelVersion,
    code: (questions, options) => {
      tally.add('local', questions.length);
      return engine.code(questions, options);
    },
  };
}
