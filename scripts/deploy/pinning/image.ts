/** An image as a Dockerfile names it, taken apart. */
export interface Image {
  /** As it is written, without a digest: what stays when one is added. */
  readonly name: string;
  /** Host of its registry, with its port where it has one. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/**
 * Takes apart what a Dockerfile, a compose file or a template names an image by.
 * @returns null for what is none that could be looked up: a stage, a variable, `scratch`, or an image without a tag,
 *   which nobody chose
 */
export function parseImage(text: string): Image | null {
  const [, name = '', tag = ''] =
    /^((?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9][a-z0-9._/-]*:([\w.-]{1,128}))(?:@sha256:[0-9a-f]{64})?$/.exec(text) ?? [];
  if (name === '') return null;
  const path = name.slice(0, -tag.length - 1);
  const [first = '', ...rest] = path.split('/');
  // As Docker does: a first part with a dot or a port is a registry.
  const own = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (own) return { name, registry: first, repository: rest.join('/'), tag };
  return { name, registry: 'registry-1.docker.io', repository: rest.length > 0 ? path : `library/${path}`, tag };
}
