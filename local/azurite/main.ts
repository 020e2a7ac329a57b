import { createRequire } from 'node:module';
import { durableLoki } from './durableLoki.ts';
import type { LokiClass } from './lokiTypes.ts';
import { keepBatchesWhole } from './tableBatches.ts';

// Azurite with its own command line, whose records last from the moment at which it answers.
const azurite = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
const requireThere = createRequire(azurite);
const path = requireThere.resolve('lokijs');
const Loki = requireThere(path) as LokiClass;
const loaded = requireThere.cache[path];
if (loaded === undefined) throw new Error(`${path} was not loaded.`);
// What Azurite requires after this is ours.
loaded.exports = durableLoki(Loki);
const tables = requireThere('./table/persistence/LokiTableMetadataStore.js') as {
  default: Parameters<typeof keepBatchesWhole>[0];
};
keepBatchesWhole(tables.default);
requireThere(azurite);
