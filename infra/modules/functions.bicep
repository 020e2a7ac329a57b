// One Functions app on Flex Consumption. Its package lies in a container of the host's account.
param name string
param location string
param tags object
param serviceName string
param identityId string
param packageContainerUrl string
param instanceMemoryMB int
param maximumInstances int
param alwaysReadyHttp int
param httpConcurrency int
param zoneRedundant bool
@description('Settings of the app, without secrets: those are references to Key Vault.')
param settings object
param privateNetwork bool
param subnetId string
@description('Who may deploy, beside those in the network.')
param deployFrom string[]
@description('Client id of the app registration with which people sign in. Empty: nobody signs in, and every call needs a function key.')
param signInClientId string
param signInIssuer string
param workspaceId string

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    // Event Grid pushes over its public addresses only, so the private app still takes those, and no others.
    publicNetworkAccess: 'Enabled'
    // Into the network, where the speech service is; in every profile.
    virtualNetworkSubnetId: subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
      ipSecurityRestrictionsDefaultAction: privateNetwork ? 'Deny' : 'Allow'
      scmIpSecurityRestrictionsDefaultAction: privateNetwork ? 'Deny' : 'Allow'
      ipSecurityRestrictions: privateNetwork
        ? [
            {
              name: 'event-grid'
              action: 'Allow'
              priority: 100
              tag: 'ServiceTag'
              ipAddress: 'AzureEventGrid'
            }
          ]
        : []
      scmIpSecurityRestrictions: [
        for (address, index) in deployFrom: {
          name: 'deploy-${index}'
          action: 'Allow'
          priority: 100 + index
          ipAddress: trim(address)
        }
      ]
    }
    functionAppConfig: {
      runtime: { name: 'node', version: '24' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : []
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  resource noFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  // Who is not signed in gets nothing but the page's files, health for probes, and what has keys of its own: the webhooks.
  // The platform takes x-ms-client-principal away from what comes in and writes it itself, so the code may trust it.
  resource signIn 'config' = if (!empty(signInClientId)) {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true, runtimeVersion: '~1' }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
        excludedPaths: ['/api/v1/health', '/runtime/webhooks/blobs']
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: signInClientId
            openIdIssuer: signInIssuer
            // Not a secret: the name of the setting that says which identity vouches for the app instead of one.
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
          }
          validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
        }
      }
      login: {
        tokenStore: { enabled: false }
        preserveUrlFragmentsForLogins: true
        cookieExpiration: { convention: 'FixedTime', timeToExpiration: '08:00:00' }
      }
      httpSettings: {
        requireHttps: true
        // Behind Front Door the address that people see is in X-Forwarded-Host.
        forwardProxy: { convention: privateNetwork ? 'Standard' : 'NoProxy' }
      }
    }
    dependsOn: [appSettings]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'FunctionAppLogs', enabled: true }
      { category: 'AppServiceAuthenticationLogs', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = app.id
output name string = app.name
output host string = app.properties.defaultHostName
