// A topic's subscriptions, each with one rule; a module, as Bicep has no loop in a loop. The rule is declared as
// $Default: it takes the place of the one that lets everything through, which the service makes with a subscription.
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

resource rules 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (subscription, index) in subscriptions: {
    parent: made[index]
    name: subscription.Rules[0].Name
    properties: {
      filterType: 'SqlFilter'
      sqlFilter: { sqlExpression: subscription.Rules[0].Properties.SqlFilter.SqlExpression }
    }
  }
]
