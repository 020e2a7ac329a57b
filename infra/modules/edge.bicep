// What Front Door leads to: the app, and blob storage for recordings; the only public way in where the network is private.
// Two apps: weights decide which of them gets the requests (blue-green); see docs/operations.md.
param profileName string
param endpointName string
@description('The apps: id, host name, and share of the requests, 0 to 1000. A share of 0 takes it out.')
param origins { id: string, host: string, location: string, weight: int }[]
@description('The account of the recordings: browsers upload to it and play from it.')
param storage { id: string, host: string, location: string }
param privateNetwork bool

resource profile 'Microsoft.Cdn/profiles@2025-04-15' existing = { name: profileName }
resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-04-15' existing = {
  parent: profile
  name: endpointName
}

resource group 'Microsoft.Cdn/profiles/originGroups@2025-04-15' = {
  parent: profile
  name: 'app'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 1000 }
    healthProbeSettings: {
      probePath: '/api/v1/health'
      probeProtocol: 'Https'
      probeRequestType: 'GET'
      probeIntervalInSeconds: 60
    }
    sessionAffinityState: 'Disabled'
  }
}

resource apps 'Microsoft.Cdn/profiles/originGroups/origins@2025-04-15' = [
  for (origin, index) in origins: {
    parent: group
    name: 'app-${index}'
    properties: {
      hostName: origin.host
      originHostHeader: origin.host
      httpsPort: 443
      priority: 1
      // 0 is no weight that Front Door takes; it is switched off instead.
      weight: max(origin.weight, 1)
      enabledState: origin.weight > 0 ? 'Enabled' : 'Disabled'
      enforceCertificateNameCheck: true
      sharedPrivateLinkResource: privateNetwork
        ? {
            // The rule does not see that a member of an array is an id.
            #disable-next-line use-resource-id-functions
            privateLink: { id: origin.id }
            groupId: 'sites'
            privateLinkLocation: origin.location
            requestMessage: 'Askwell: Front Door to the app'
          }
        : null
    }
  }
]

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: endpoint
  name: 'all'
  properties: {
    originGroup: { id: group.id }
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    patternsToMatch: ['/*']
    linkToDefaultDomain: 'Enabled'
  }
  dependsOn: [apps]
}

resource blobGroup 'Microsoft.Cdn/profiles/originGroups@2025-04-15' = {
  parent: profile
  name: 'blobs'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 1000 }
    sessionAffinityState: 'Disabled'
  }
}

resource account 'Microsoft.Cdn/profiles/originGroups/origins@2025-04-15' = {
  parent: blobGroup
  name: 'storage'
  properties: {
    hostName: storage.host
    originHostHeader: storage.host
    httpsPort: 443
    priority: 1
    weight: 1000
    enabledState: 'Enabled'
    enforceCertificateNameCheck: true
    sharedPrivateLinkResource: privateNetwork
      ? {
          #disable-next-line use-resource-id-functions
          privateLink: { id: storage.id }
          groupId: 'blob'
          privateLinkLocation: storage.location
          requestMessage: 'Askwell: Front Door to the recordings'
        }
      : null
  }
}

// No cache: what is signed for one person is kept for nobody. Ranges go through as they come.
resource blobRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: endpoint
  name: 'blobs'
  properties: {
    originGroup: { id: blobGroup.id }
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    patternsToMatch: ['/videos/*', '/media/*']
    linkToDefaultDomain: 'Enabled'
  }
  dependsOn: [account]
}
