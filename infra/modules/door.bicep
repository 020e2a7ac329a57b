// Front Door's address and its firewall. What is behind it: edge.bicep, which needs to know the app, which needs this address.
param name string
param tags object
@description('Calls of the app from one address in a minute before it is told to wait. A school is one address: 20 people with a request every two seconds.')
param requestsAMinute int
@description('The same for blobs: 20 people who upload in blocks of 8 MB at 10 MB/s each, or play.')
param blobRequestsAMinute int
param workspaceId string

// Recordings go up and are played under these paths; what is asked for there must be signed.
var blobPaths = '^https?://[^/]+(:[0-9]+)?/(videos|media)/'

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
          name: 'blobRateLimit'
          enabledState: 'Enabled'
          priority: 4
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: blobRequestsAMinute
          action: 'Block'
          matchConditions: [
            { matchVariable: 'RequestUri', operator: 'RegEx', matchValue: [blobPaths], negateCondition: false }
          ]
        }
        {
          // Managed rules would look for attacks in the bytes of videos. Storage takes nothing here that is not signed.
          name: 'signedBlobs'
          enabledState: 'Enabled'
          priority: 5
          ruleType: 'MatchRule'
          action: 'Allow'
          matchConditions: [
            { matchVariable: 'RequestUri', operator: 'RegEx', matchValue: [blobPaths], negateCondition: false }
            { matchVariable: 'QueryString', operator: 'Contains', matchValue: ['sig='], negateCondition: false }
            {
              matchVariable: 'RequestMethod'
              operator: 'Equal'
              matchValue: ['GET', 'HEAD', 'PUT', 'OPTIONS']
              negateCondition: false
            }
          ]
        }
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
output endpointName string = endpoint.name
