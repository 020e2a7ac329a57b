// The API for other programs: versioned, with a key for each subscriber, limits and a quota. Its operations come
// after the code (../api.bicep). It stands before Front Door, so the firewall sees its calls too. The caller's token goes through to the app, which asks for it again.
param name string
param location string
param tags object
param publisherEmail string
param tenantId string
param audience string
param workspaceId string

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'BasicV2', capacity: 1 }
  identity: { type: 'SystemAssigned' }
  properties: {
    publisherEmail: publisherEmail
    publisherName: 'Askwell'
    publicNetworkAccess: 'Enabled'
  }
}

resource values 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = [
  for pair in [
    { name: 'tenant-id', value: tenantId }
    { name: 'audience', value: audience }
  ]: {
    parent: service
    name: pair.name
    properties: { displayName: pair.name, value: pair.value, secret: false }
  }
]

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' = {
  parent: service
  name: 'askwell'
  properties: {
    displayName: 'Askwell API'
    subscriptionRequired: true
    approvalRequired: true
    subscriptionsLimit: 5
    state: 'published'
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: service
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output gateway string = service.properties.gatewayUrl
output name string = service.name
