import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { df } from '../../durableInvoker.ts';
import { startHub } from './testHub.ts';

// A host in a process of its own, to be killed: node killedHost.ts CONNECTION_STRING TASK_HUB FILE [INSTANCE_ID]
const [connectionString = '', taskHub = '', file = '', instanceId] = process.argv.slice(2);

df.app.activity('note', {
  handler: async (step: string) => {
    await sleep(step.startsWith('slow') ? 700 : 60);
    await appendFile(file, `${step}\n`);
    return step;
  },
});
df.app.orchestration('child', function* (context) {
  return yield context.df.callActivity('note', context.df.getInput());
});
df.app.orchestration('parent', function* (context) {
  const first: string = yield context.df.callActivity('note', 'first');
  const names = ['fan0', 'fan1', 'fan2', 'slow3', 'slow4', 'slow5'];
  const fan: string[] = yield context.df.Task.all(names.map((name) => context.df.callActivity('note', name)));
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1500));
  const child: string = yield context.df.callSubOrchestrator('child', 'child');
  const event: string = yield context.df.waitForExternalEvent('go');
  return { first, fan, child, event, last: yield context.df.callActivity('note', 'last') };
});

const hub = await startHub(connectionString, { taskHub, maxConcurrentActivities: 3 });
if (instanceId) {
  await hub.client.startNew('parent', { instanceId });
  await hub.client.raiseEvent(instanceId, 'go', 'raised before the wait');
}
console.log('ready');
