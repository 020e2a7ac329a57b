// Jobs and events. Queues, topics, subscriptions and their settings: ../servicebus.json, as the local broker has them.
param name string
param location string
param tags object
@allowed(['Standard', 'Premium'])
param sku string
param zoneRedundant bool
param publicAccess bool
param workspaceId string

var declared = loadJsonContent('../servicebus.json').UserConfig.Namespaces[0]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: sku, capacity: sku == 'Premium' ? 1 : null }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    zoneRedundant: zoneRedundant
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in declared.Queues: {
    parent: namespace
    name: queue.Name
    properties: {
      deadLetteringOnMessageExpiration: queue.Properties.DeadLetteringOnMessageExpiration
      defaultMessageTimeToLive: queue.Properties.DefaultMessageTimeToLive
      duplicateDetectionHistoryTimeWindow: queue.Properties.DuplicateDetectionHistoryTimeWindow
      lockDuration: queue.Properties.LockDuration
      maxDeliveryCount: queue.Properties.MaxDeliveryCount
      requiresDuplicateDetection: queue.Properties.RequiresDuplicateDetection
      requiresSession: queue.Properties.RequiresSession
    }
  }
]

resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for topic in declared.Topics: {
    parent: namespace
    name: topic.Name
    properties: {
      defaultMessageTimeToLive: topic.Properties.DefaultMessageTimeToLive
      duplicateDetectionHistoryTimeWindow: topic.Properties.DuplicateDetectionHistoryTimeWindow
      requiresDuplicateDetection: topic.Properties.RequiresDuplicateDetection
    }
  }
]

module subscriptions 'subscriptions.bicep' = [
  for (topic, index) in declared.Topics: {
    name: 'subscriptions-${topic.Name}'
    params: { namespaceName: namespace.name, topicName: topics[index].name, subscriptions: topic.Subscriptions }
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
output name string = namespace.name
output fullyQualifiedName string = replace(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
