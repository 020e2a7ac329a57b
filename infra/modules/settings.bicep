// The app's settings, by the names of shared/settings/config.ts. No secret: services are reached with the identity, and what has
// a key is a reference to Key Vault.
param identityClientId string
param insightsName string
param hostStorageName string
param storageName string
param voiceStorageName string
param serviceBusHost string
param cosmosEndpoint string
param cosmosDatabase string
@description('Empty: Durable Functions keep their state in the host\'s storage account.')
param schedulerEndpoint string
param speechUrl string
param speechModel string
@description('Who hears the words instead of our own service; empty: nobody.')
param speechBaseUrl string
@description('Chunks of one lesson that are transcribed at once.')
param speechParallel int
@description('Lessons that one app works on at once.')
param lessonsAtOnce int
@description('Who is asked about questions, where a large model is: azureOpenAI, openAI with its key in Key Vault, or none.')
param chat string
param openAiEndpoint string
@description('Deployment at Azure OpenAI, or the model\'s name at OpenAI.')
param chatModel string
param codingEngine string
@description('Whether voices are told apart, by embeddings, which are biometric: on or off.')
param speakers string
param voicesKeptDays int
@description('Under which browsers reach the recordings; empty: at the account itself.')
param storagePublicUrl string
param keyVaultUri string
@description('Empty: no Redis.')
param redisEntry string
param signInClientId string
param signInTenantId string
@description('Roles of groups, by their ids; empty: none beside what the sign-in says.')
param siteRoles object
@description('Whether a webhook, kept in Key Vault, is told when a lesson is ready.')
param tellsReady bool
param staticWebApp bool
param retentionDays int
param softDeleteDays int

var audit = loadJsonContent('../storage.json').tables[0]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: hostStorageName }
resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageName }
resource voiceStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: voiceStorageName }

var platform = {
  AZURE_CLIENT_ID: identityClientId
  AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // The studio is at `/`, where the platform has a page of its own.
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // Young objects of a busy host; see docs/decisions.md.
  NODE_OPTIONS: loadJsonContent('../local.json').settings.NODE_OPTIONS
}

var data = {
  AskwellStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AskwellStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AskwellStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  AskwellStorage__credential: 'managedidentity'
  AskwellStorage__clientId: identityClientId
  AskwellVoices__blobServiceUri: voiceStorage.properties.primaryEndpoints.blob
  AskwellServiceBus__fullyQualifiedNamespace: serviceBusHost
  AskwellServiceBus__credential: 'managedidentity'
  AskwellServiceBus__clientId: identityClientId
  COSMOS_ENDPOINT: cosmosEndpoint
  COSMOS_DATABASE: cosmosDatabase
  AUDIT_TABLE: audit
  RETENTION_DAYS: string(retentionDays)
  SOFT_DELETE_DAYS: string(softDeleteDays)
}

// host.json fits both backends: these override it for the scheduler.
var scheduler = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
}

var speech = {
  SPEECH_SERVICE_URL: speechUrl
  SPEECH_MODEL: speechModel
  SPEECH_PARALLEL: string(speechParallel)
  LESSONS_AT_ONCE: string(lessonsAtOnce)
  // The ingress of the service ends a request after 240 s, whatever is said here.
  SPEECH_TIMEOUT_SECONDS: '230'
}

var models = chat == 'none'
  ? {}
  : union(
      { CODING_MODEL: chatModel },
      chat == 'openAI'
        ? { OPENAI_API_KEY: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/openai-api-key)' }
        : { AZURE_OPENAI_ENDPOINT: openAiEndpoint }
    )

var signIn = {
  SIGN_IN: 'entra'
  // The identity vouches for the app registration (a federated credential), so that there is no client secret.
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId
  WEBSITE_AUTH_AAD_ALLOWED_TENANTS: signInTenantId
}

// Without a webhook its function rests: an instance for each lesson's end would be paid for nothing.
var ready = tellsReady
  ? {
      READY_WEBHOOK: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/ready-webhook)'
      READY_WEBHOOK_KEY: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/ready-webhook-key)'
    }
  : { 'AzureWebJobs.tellReady.Disabled': 'true' }

output settings object = union(
  platform,
  data,
  speech,
  empty(speechBaseUrl) ? {} : { SPEECH_BASE_URL: speechBaseUrl },
  models,
  { CODING_ENGINE: codingEngine, SPEAKERS: speakers, VOICES_KEPT_DAYS: string(voicesKeptDays) },
  empty(schedulerEndpoint) ? {} : scheduler,
  empty(storagePublicUrl) ? {} : { STORAGE_PUBLIC_URL: storagePublicUrl },
  empty(redisEntry) ? {} : { REDIS_URL: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/${redisEntry})' },
  ready,
  empty(siteRoles) ? {} : { SITE_ROLES: string(siteRoles) },
  empty(signInClientId) ? { SIGN_IN: staticWebApp ? 'entra' : 'none' } : signIn
)

// Of two apps the idle one answers HTTP and ends its own orchestrations, but takes no job and minds no clock.
output settingsOfTheIdle object = toObject(
  loadJsonContent('../idle.json').functions,
  name => 'AzureWebJobs.${name}.Disabled',
  name => 'true'
)
