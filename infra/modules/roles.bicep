// Who may do what, read aloud: the app's identity, and nobody else, gets these rights, each on the smallest thing that it needs.
param principalId string
param storageName string
param voiceStorageName string
param hostStorageName string
param cosmosName string
param serviceBusName string
param schedulerName string
param hubNames string[]
param openAiName string
param keyVaultName string
param insightsName string

var declared = loadJsonContent('../storage.json')
var messages = loadJsonContent('../servicebus.json').UserConfig.Namespaces[0]
var documents = loadJsonContent('../cosmos.json')

var role = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  durableTaskDataContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
  openAiUser: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
  resource blobs 'blobServices' existing = {
    name: 'default'
    resource videos 'containers' existing = { name: 'videos' }
  }
  resource tables 'tableServices' existing = { name: 'default' }
}

// videos: reads recordings, takes stock of interrupted uploads, deletes, and reads and writes the index tags by which a
// lesson is kept or ended: only "owner" has tags.
resource ownsVideos 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage::blobs::videos
  name: guid(storage::blobs::videos.id, principalId, role.blobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobDataOwner)
  }
}

// media, transcripts, work: writes and reads results.
resource made 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for name in filter(declared.containers, name => name != 'videos'): {
    parent: storage::blobs
    name: name
  }
]
resource writesResults 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in filter(declared.containers, name => name != 'videos'): {
    scope: made[index]
    name: guid(storageName, name, principalId, role.blobDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobDataContributor)
    }
  }
]

// voices: writes, reads and deletes embeddings.
resource voiceStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: voiceStorageName
  resource blobs 'blobServices' existing = { name: 'default' }
}
resource embeddings 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for name in declared.finalContainers: {
    parent: voiceStorage::blobs
    name: name
  }
]
resource keepsVoices 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in declared.finalContainers: {
    scope: embeddings[index]
    name: guid(voiceStorageName, name, principalId, role.blobDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobDataContributor)
    }
  }
]

// The account: signs short-lived addresses of single blobs (user delegation), with which browsers upload and play. Reads no blob by it.
resource signsAddresses 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, principalId, role.blobDelegator)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobDelegator)
  }
}

// The account's queues: the blob trigger keeps its events there, and puts aside those that failed five times.
resource queuesUploads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, principalId, role.queueDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.queueDataContributor)
  }
}

// The audit log's table: adds who saw, changed or deleted what, and can neither change nor delete nor read what stands there.
resource addsRows 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'adds rows to tables')
  properties: {
    roleName: 'Askwell: adds rows to tables (${storageName})'
    description: 'Inserts entities into tables; changes, deletes and reads none.'
    type: 'CustomRole'
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: ['Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action']
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}
resource auditTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' existing = [
  for name in declared.tables: {
    parent: storage::tables
    name: name
  }
]
resource writesAudit 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in declared.tables: {
    scope: auditTables[index]
    name: guid(storageName, 'tables', name, principalId, 'adds')
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: addsRows.id
    }
  }
]

// The host's own account: blobs for its locks, keys and package; queues and tables for Durable Functions on Azure Storage.
resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: hostStorageName }
resource hostRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for id in [role.blobDataOwner, role.queueDataContributor, role.tableDataContributor]: {
    scope: hostStorage
    name: guid(hostStorage.id, principalId, id)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', id)
    }
  }
]

// Cosmos DB: reads and writes documents of this database; makes no container and changes no key.
resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: cosmosName }
resource writesDocuments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = {
  parent: cosmos
  name: guid(cosmos.id, principalId, documents.database)
  properties: {
    principalId: principalId
    // Built in: Cosmos DB Data Contributor.
    roleDefinitionId: '${cosmos.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'
    scope: '${cosmos.id}/dbs/${documents.database}'
  }
}

// Service Bus: sends jobs and takes them; tells events. It cannot read events, nor make queues.
resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = { name: serviceBusName }
resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for queue in messages.Queues: { parent: serviceBus, name: queue.Name }
]
resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for topic in messages.Topics: { parent: serviceBus, name: topic.Name }
]
resource sendsJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, index) in messages.Queues: {
    scope: queues[index]
    name: guid(serviceBusName, queue.Name, principalId, role.serviceBusDataSender)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.serviceBusDataSender)
    }
  }
]
resource takesJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, index) in messages.Queues: {
    scope: queues[index]
    name: guid(serviceBusName, queue.Name, principalId, role.serviceBusDataReceiver)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.serviceBusDataReceiver)
    }
  }
]
resource tellsEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (topic, index) in messages.Topics: {
    scope: topics[index]
    name: guid(serviceBusName, topic.Name, principalId, role.serviceBusDataSender)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.serviceBusDataSender)
    }
  }
]

// Durable Task Scheduler: starts, runs and reads the orchestrations of these hubs.
resource hubs 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' existing = [
  for hub in hubNames: if (!empty(schedulerName)) {
    name: '${empty(schedulerName) ? 'none' : schedulerName}/${hub}'
  }
]
resource runsOrchestrations 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (hub, index) in hubNames: if (!empty(schedulerName)) {
    scope: hubs[index]
    name: guid(schedulerName, hub, principalId, role.durableTaskDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.durableTaskDataContributor)
    }
  }
]

// Azure OpenAI: calls the deployed models; deploys none.
resource openAi 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = if (!empty(openAiName)) {
  name: empty(openAiName) ? 'none' : openAiName
}
resource callsModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(openAiName)) {
  scope: openAi
  name: guid(openAiName, principalId, role.openAiUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.openAiUser)
  }
}

// Key Vault: reads secrets that its settings refer to; writes and lists none.
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: keyVaultName }
resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, role.keyVaultSecretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.keyVaultSecretsUser)
  }
}

// Application Insights: sends telemetry, as the component takes no key.
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource sendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, role.monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.monitoringMetricsPublisher)
  }
}
