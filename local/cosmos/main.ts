import { parseArgs } from 'node:util';
import { startCosmosServer } from './server.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8081' }, state: { type: 'string' } } });
if (values.state === undefined) throw new Error('Say where the state is kept: --state DIR');
const server = await startCosmosServer({ port: Number(values.port), stateDir: values.state });
console.log(JSON.stringify({ ready: true, port: server.port, connectionString: server.connectionString }));

const stop = () => void server.stop().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
