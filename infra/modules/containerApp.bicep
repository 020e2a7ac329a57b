// The second way to host: the same app as an image on Container Apps, with the distribution's ffmpeg, more memory, and
// revisions for blue-green. It reads the same settings.
param name string
param location string
param tags object
param identityId string
param registryServer string
@description('Image of the app; a placeholder until the first one is pushed to the registry.')
param image string
param settings object
param minimumReplicas int
param maximumReplicas int
param privateNetwork bool
param subnetId string
param zoneRedundant bool
@description('Client id of the app registration with which people sign in. Empty: nobody signs in, and every call needs a function key.')
param signInClientId string
param signInIssuer string
param workspaceId string

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-${name}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: privateNetwork ? { infrastructureSubnetId: subnetId, internal: true } : null
    zoneRedundant: privateNetwork && zoneRedundant
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      // Two revisions side by side; traffic moves from one to the other.
      activeRevisionsMode: 'Multiple'
      ingress: { external: true, targetPort: 8080, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryServer, identity: identityId }]
    }
    template: {
      containers: [
        {
          name: 'askwell'
          image: image
          resources: { cpu: json('2.0'), memory: '4Gi' }
          env: map(items(settings), setting => { name: setting.key, value: setting.value })
          probes: [
            { type: 'Liveness', httpGet: { path: '/api/v1/health', port: 8080 }, periodSeconds: 30, failureThreshold: 5 }
          ]
        }
      ]
      scale: { minReplicas: minimumReplicas, maxReplicas: maximumReplicas }
    }
  }
}

// As for the functions app: the platform alone writes x-ms-client-principal. No secret: the token comes with the sign-in.
resource signIn 'Microsoft.App/containerApps/authConfigs@2025-07-01' = if (!empty(signInClientId)) {
  parent: app
  name: 'current'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
      excludedPaths: ['/api/v1/health', '/runtime/webhooks/blobs']
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: { clientId: signInClientId, openIdIssuer: signInIssuer }
        validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
      }
    }
    httpSettings: { requireHttps: true, forwardProxy: { convention: privateNetwork ? 'Standard' : 'NoProxy' } }
  }
}

resource environmentLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

output id string = app.id
output name string = app.name
output host string = app.properties.configuration.ingress.fqdn
