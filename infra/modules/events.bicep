// Storage tells Event Grid what was uploaded. The subscription that calls the app is made after the code is there
// (../events.bicep): the key of its webhook exists only then.
param name string
param location string
param tags object
param storageId string
param hostStorageName string
param lostEventsContainer string
param workspaceId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: storageId, topicType: 'Microsoft.Storage.StorageAccounts' }
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
  resource blobs 'blobServices' existing = {
    name: 'default'
    resource lost 'containers' existing = { name: lostEventsContainer }
  }
}

var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

// Event Grid puts events that could not be delivered into this container, and can do nothing else.
resource putsLostEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage::blobs::lost
  name: guid(hostStorage.id, name, lostEventsContainer, blobDataContributor)
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: topic
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = topic.name
