// Lessons, questions and what belongs to them. Containers, keys, indexes and times to live: ../cosmos.json, as the local cloud has them.
param name string
param location string
param tags object
@allowed(['serverless', 'autoscale'])
param mode string
@minValue(1000)
param maximumThroughput int
param otherRegions string[]
param zoneRedundant bool
param publicAccess bool
param workspaceId string

var declared = loadJsonContent('../cosmos.json')
var serverless = mode == 'serverless'
// A serverless account has one region.
var regions = concat([location], serverless ? [] : otherRegions)

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: serverless ? [{ name: 'EnableServerless' }] : []
    locations: [
      for (region, index) in regions: {
        locationName: region
        failoverPriority: index
        isZoneRedundant: zoneRedundant && !serverless
      }
    ]
    enableAutomaticFailover: length(regions) > 1
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous30Days' } }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: declared.database
  properties: {
    resource: { id: declared.database }
    options: serverless ? {} : { autoscaleSettings: { maxThroughput: maximumThroughput } }
  }
}

resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = [
  for container in declared.containers: {
    parent: database
    name: container.id
    properties: {
      resource: union(
        {
          id: container.id
          partitionKey: container.partitionKey
          indexingPolicy: container.indexingPolicy
        },
        contains(container, 'defaultTtl') ? { defaultTtl: container.?defaultTtl } : {}
      )
    }
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    // Not the texts of queries: they may hold what somebody searched for.
    logs: [{ category: 'ControlPlaneRequests', enabled: true }]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.documentEndpoint
output databaseName string = database.name
