/** Stands for the instance id in the templates that a client receives. */
const idPlaceholder = 'INSTANCEID';

export interface ClientInputOptions {
  readonly taskHub: string;
  readonly baseUrl: string;
  /** Empty: no key is asked for. */
  readonly systemKey: string;
}

/** The links that manage one instance, as the extension names them. */
export function managementUrls(options: ClientInputOptions, instanceId: string): Record<string, string> {
  const query = new URLSearchParams({ taskHub: options.taskHub, connection: 'Storage' });
  if (options.systemKey) query.set('code', options.systemKey);
  const id = instanceId === idPlaceholder ? instanceId : encodeURIComponent(instanceId);
  const prefix = `${options.baseUrl}/instances/${id}`;
  return {
    id: instanceId,
    statusQueryGetUri: `${prefix}?${query}`,
    sendEventPostUri: `${prefix}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${prefix}/terminate?reason={text}&${query}`,
    rewindPostUri: `${prefix}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${prefix}?${query}`,
    restartPostUri: `${prefix}/restart?${query}`,
    suspendPostUri: `${prefix}/suspend?reason={text}&${query}`,
    resumePostUri: `${prefix}/resume?reason={text}&${query}`,
  };
}

/** What a durable client's input binding receives, as JSON text. */
export function clientInput(options: ClientInputOptions): string {
  const code = options.systemKey ? `code=${encodeURIComponent(options.systemKey)}` : '';
  const start = `${options.baseUrl}/orchestrators/{functionName}[/{instanceId}]`;
  return JSON.stringify({
    taskHubName: options.taskHub,
    creationUrls: {
      createNewInstancePostUri: `${start}?${code}`,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${code}`,
    },
    managementUrls: managementUrls(options, idPlaceholder),
    baseUrl: options.baseUrl,
    requiredQueryStringParameters: code,
    // A client that has this address sends no key to it, so it is given only where none is asked for.
    ...(code ? {} : { rpcBaseUrl: `${options.baseUrl}/` }),
  });
}
