// Durable Task Scheduler: the state of the orchestrations. Each app has a task hub of its own.
param name string
param location string
param tags object
@allowed(['Consumption', 'Dedicated'])
param sku string
param zoneRedundant bool
@description('Reached from outside the network, too; what comes is signed in with the app\'s identity all the same.')
param publicAccess bool
@description('Days after which the history of an ended orchestration is removed; Consumption keeps none longer than 30.')
@maxValue(30)
param retentionDays int = 30
param hubNames string[]
param workspaceId string

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: sku, capacity: sku == 'Dedicated' ? (zoneRedundant ? 3 : 1) : null }
    // An empty list lets nobody in from outside.
    ipAllowlist: publicAccess ? ['0.0.0.0/0'] : []
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
  }
}

resource hubs 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = [
  for hub in hubNames: {
    parent: scheduler
    name: hub
  }
]

resource retention 'Microsoft.DurableTask/schedulers/retentionPolicies@2026-02-01' = {
  parent: scheduler
  name: 'default'
  properties: {
    retentionPolicies: [
      { retentionPeriodInDays: retentionDays }
      { retentionPeriodInDays: sku == 'Dedicated' ? retentionDays * 3 : retentionDays, orchestrationState: 'Failed' }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: scheduler
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = scheduler.id
output name string = scheduler.name
output endpoint string = scheduler.properties.endpoint
