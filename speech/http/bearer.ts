import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './apiError.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Checks the header `Authorization: Bearer KEY` of a request, in a time that does not tell how much of it is right.
 * @param key the key that is asked for; undefined asks for none
 * @throws ApiError 401 in OpenAI's words, which its SDKs turn into an AuthenticationError
 */
export function checkBearer(header: string | undefined, key: string | undefined): void {
  if (key === undefined) return;
  const given = /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1];
  // Digests are of one length, which the comparison needs and keys are not.
  if (given !== undefined && timingSafeEqual(digest(given), digest(key))) return;
  throw new ApiError(401, given === undefined ? 'Send the key as a bearer token.' : 'Incorrect API key provided.', {
    code: 'invalid_api_key',
    headers: { 'www-authenticate': 'Bearer' },
  });
}
