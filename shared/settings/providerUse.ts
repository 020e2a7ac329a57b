import type { Service } from './declaredProviders.ts';

interface Limits {
  readonly requestsPerMinute?: number | undefined;
  readonly requestsPerDay?: number | undefined;
  /** A unit is a token of chat, a second of sound. */
  readonly unitsPerMinute?: number | undefined;
  readonly unitsPerDay?: number | undefined;
}

type Access =
  | { readonly kind: 'openai'; readonly keyFrom: string }
  | {
      readonly kind: 'azure-openai';
      readonly endpoint: string;
      readonly apiVersion: string;
      readonly keyFrom?: string | undefined;
    }
  | {
      readonly kind: 'compatible';
      readonly baseUrl: string;
      readonly keyFrom?: string | undefined;
      /** Our own service: nobody bills a call of it. */
      readonly own?: true;
    };

/** One provider as one service is asked of it. `keyFrom` names the environment variable with its key. */
export type ProviderUse = Access & {
  readonly name: string;
  readonly service: Service;
  readonly model: string;
  /** Under which name results record who answered. */
  readonly engine: string;
  readonly timeoutSeconds: number;
  readonly temperature: number | null;
  readonly limits: Limits;
  /** none: a speech engine that gives text without times. */
  readonly words?: 'none' | undefined;
};
