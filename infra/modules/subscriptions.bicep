// A topic's subscriptions; a module, as Bicep has no loop in a loop.
param namespaceName string
param topicName string
param subscriptions array

resource topic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = {
  name: '${namespaceName}/${topicName}'
}

resource made 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for subscription in subscriptions: {
    parent: topic
    name: subscription.Name
    properties: {
      deadLetteringOnMessageExpiration: subscription.Properties.DeadLetteringOnMessageExpiration
      defaultMessageTimeToLive: subscription.Properties.DefaultMessageTimeToLive
      lockDuration: subscription.Properties.LockDuration
      maxDeliveryCount: subscription.Properties.MaxDeliveryCount
      requiresSession: subscription.Properties.RequiresSession
    }
  }
]
