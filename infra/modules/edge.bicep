// Front Door with a firewall: the only public way in where the network is private.
// Two apps: weights decide which of them gets the requests (blue-green); see docs/operations.md.
param name string
param tags object
@description('The apps: id, host name, and share of the requests, 0 to 1000. A share of 0 takes it out.')
param origins { id: string, host: string, location: string, weight: int }[]
param privateNetwork bool
@description('Calls from one address in a minute before it is told to wait.')
param requestsAMinute int = 600
param workspaceId string

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2024-02-01' = {
  name: replace('waf${name}', '-', '')
  location: 'global'
  tags: tags
  // Managed rules and private origins need Premium.
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      requestBodyCheck: 'Enabled'
    }
    managedRules: {
      managedRuleSets: [
        { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' }
        { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.1' }
      ]
    }
    customRules: {
      rules: [
        {
          name: 'rateLimit'
          enabledState: 'Enabled'
          priority: 10
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: requestsAMinute
          action: 'Block'
          matchConditions: [
            { matchVariable: 'RequestUri', operator: 'BeginsWith', matchValue: ['/'], negateCondition: false }
          ]
        }
        {
          // Keys' webhooks and the platform's own addresses are not for people.
          name: 'noInternals'
          enabledState: 'Enabled'
          priority: 20
          ruleType: 'MatchRule'
          action: 'Block'
          matchConditions: [
            {
              matchVariable: 'RequestUri'
              operator: 'RegEx'
              matchValue: ['^https?://[^/]+(:[0-9]+)?/+(runtime|admin)(/|$|\\?)']
              transforms: ['Lowercase', 'UrlDecode']
              negateCondition: false
            }
          ]
        }
      ]
    }
  }
}

resource profile 'Microsoft.Cdn/profiles@2025-04-15' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: { originResponseTimeoutSeconds: 60 }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-04-15' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
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

resource guard 'Microsoft.Cdn/profiles/securityPolicies@2025-04-15' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: { id: firewall.id }
      associations: [{ domains: [{ id: endpoint.id }], patternsToMatch: ['/*'] }]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output host string = endpoint.properties.hostName
output profileName string = profile.name
