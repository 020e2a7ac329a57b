// Secrets that cannot be done without: keys of speech and chat providers outside Azure, and Redis' address.
param name string
param location string
param tags object
param publicAccess bool
param workspaceId string
@secure()
@description('Key of OpenAI, where speech is not Azure OpenAI. Empty: none is kept.')
param openAiKey string
@secure()
@description('Address that is told when a lesson is ready, and the key that signs it. Empty: none is kept.')
param readyWebhook string
@secure()
param readyWebhookKey string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicAccess ? 'Allow' : 'Deny', bypass: 'AzureServices' }
  }
}

resource openAi 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(openAiKey)) {
  parent: vault
  name: 'openai-api-key'
  properties: { value: openAiKey, contentType: 'API key' }
}

resource ready 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(readyWebhook)) {
  parent: vault
  name: 'ready-webhook'
  properties: { value: readyWebhook, contentType: 'address' }
}

resource readyKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(readyWebhook)) {
  parent: vault
  name: 'ready-webhook-key'
  properties: { value: readyWebhookKey, contentType: 'API key' }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
