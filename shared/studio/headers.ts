/** For files whose name carries a hash of what is in them. */
export const forEver = 'public, max-age=31536000, immutable';

/**
 * Headers of everything that the studio is made of. Videos, posters and uploads go straight to blob storage, so its
 * origin is the one other place that the page may talk to; it may run and be styled by its own files alone.
 */
export function securityHeaders(storageOrigin: string): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': `'self' ${storageOrigin}`,
    'media-src': `'self' ${storageOrigin}`,
    'connect-src': `'self' ${storageOrigin}`,
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
  };
  return {
    'content-security-policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  };
}
