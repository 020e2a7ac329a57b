import { existsSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Takes OpenTelemetry's packages as ES modules. Their CommonJS form, which a bundle for Node takes else, cannot be
 * shaken: it would bring 180 kB of names of attributes, and half a megabyte in all, that nobody uses.
 */
export const openTelemetryModules: Plugin = {
  name: 'openTelemetryModules',
  setup(build) {
    const resolving = Symbol('resolving');
    build.onResolve({ filter: /^@opentelemetry\/[\w-]+$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === resolving) return undefined;
      const { resolveDir, importer, kind } = from;
      const found = await build.resolve(path, { resolveDir, importer, kind, pluginData: resolving });
      const module = found.path.replace(/([\\/]build[\\/])src([\\/])/, '$1esm$2');
      return found.errors.length === 0 && existsSync(module) ? { ...found, path: module } : found;
    });
  },
};
