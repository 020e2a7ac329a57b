// The studio as a Static Web App, with the app behind its /api. Without it the app serves the studio itself.
// Linking makes the app take calls from this site alone and pass on who is signed in (x-ms-client-principal).
param name string
@description('Static Web Apps are in few regions; where its files lie says nothing of where recordings do.')
param location string
param tags object
param functionsId string
param functionsLocation string
param functionsName string

resource site 'Microsoft.Web/staticSites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'studio' })
  // Linking a backend needs Standard.
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
    publicNetworkAccess: 'Enabled'
  }
}

resource backend 'Microsoft.Web/staticSites/linkedBackends@2024-11-01' = {
  parent: site
  name: 'functions'
  properties: { backendResourceId: functionsId, region: functionsLocation }
}

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionsName
}

// What linking sets, with the webhook of uploads let through, which has a key of its own.
resource onlyFromTheSite 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      excludedPaths: ['/api/v1/health', '/runtime/webhooks/blobs']
    }
    identityProviders: {
      azureStaticWebApps: { enabled: true, registration: { clientId: site.properties.defaultHostname } }
    }
    httpSettings: { requireHttps: true }
  }
  dependsOn: [backend]
}

output host string = site.properties.defaultHostname
