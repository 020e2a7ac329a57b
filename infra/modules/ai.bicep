// Azure OpenAI: Whisper for speech, and a large model for the questions where one is asked.
param name string
param location string
param tags object
param publicAccess bool
param workspaceId string
@description('Empty: no large model.')
param chatModel string
param chatVersion string
@description('Thousands of tokens a minute.')
param chatCapacity int
@description('Calls a minute of Whisper.')
param speechCapacity int
param speechModel string
param speechVersion string

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicAccess ? 'Allow' : 'Deny' }
  }
}

resource speech 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  parent: account
  name: 'speech'
  sku: { name: 'Standard', capacity: speechCapacity }
  properties: {
    model: { format: 'OpenAI', name: speechModel, version: speechVersion }
    versionUpgradeOption: 'NoAutoUpgrade'
  }
}

resource chat 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = if (!empty(chatModel)) {
  parent: account
  name: 'chat'
  sku: { name: 'Standard', capacity: chatCapacity }
  properties: {
    model: { format: 'OpenAI', name: chatModel, version: chatVersion }
    // Codes are compared over time: a model changes when somebody changes it.
    versionUpgradeOption: 'NoAutoUpgrade'
  }
  // The account takes one change at a time.
  dependsOn: [speech]
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'Audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.endpoint
output speechDeployment string = speech.name
output chatDeployment string = empty(chatModel) ? '' : chat.name
