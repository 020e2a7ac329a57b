// A module of its own, so that it can be loaded late. The package is CommonJS: within a bundle `import()` of it would
// have no named exports, a plain import has them.
export { ServiceBusClient } from '@azure/service-bus';
