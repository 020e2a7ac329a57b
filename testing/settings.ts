/** Settings for tests that call the application without a host; set before its modules read them. */
export function useSettings(settings: Readonly<Record<string, string>>): void {
  Object.assign(process.env, {
    AskwellStorage: 'UseDevelopmentStorage=true',
    AskwellServiceBus: 'Endpoint=sb://127.0.0.1;SharedAccessKeyName=a;SharedAccessKey=b;',
    COSMOS_CONNECTION: 'AccountEndpoint=http://127.0.0.1:1/;AccountKey=bG9jYWw=;',
    ...settings,
  });
}
