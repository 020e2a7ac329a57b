// The speech service (speech/): Whisper in this subscription, on an address that only the app's network reaches. Sound and
// words leave neither the subscription nor the network. It is scaled from nothing by the requests that are under way.
param name string
param location string
param tags object
param identityId string
param registryServer string
@description('Image of the service; a placeholder until azd has pushed the first one.')
param image string
@description('Whisper weights that the image holds: base or small.')
param model string
@description('Cores of one replica; a whole number up to 4. Each has two GiB of memory.')
param cores int
@description('Requests at once on one replica before another is started.')
param concurrency int
param minimumReplicas int
@description('With this many the service is full, and the app waits: what bounds the bill.')
param maximumReplicas int
param zoneRedundant bool
param subnetId string
@description('Serverless GPU beside it, by the name of its workload profile; empty: none.')
param gpuProfile string
@description('What the app asks of it: words and voices, or voices alone where a GPU hears the words.')
param serves string
param workspaceId string

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-${name}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: true }
    publicNetworkAccess: 'Disabled'
    zoneRedundant: zoneRedundant
    workloadProfiles: concat(
      [{ name: 'Consumption', workloadProfileType: 'Consumption' }],
      empty(gpuProfile) ? [] : [{ name: 'gpu', workloadProfileType: gpuProfile }]
    )
  }
}

resource service 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'speech' })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      // "external" is the network that the environment is in: its address is an internal one.
      ingress: { external: true, targetPort: 9000, transport: 'http', allowInsecure: false }
      registries: [{ server: registryServer, identity: identityId }]
    }
    template: {
      // What is under way ends before a replica does.
      terminationGracePeriodSeconds: 600
      containers: [
        {
          name: 'speech'
          image: image
          resources: { cpu: json(string(cores)), memory: '${cores * 2}Gi' }
          env: [
            { name: 'SPEECH_WEIGHTS', value: model }
            { name: 'SPEECH_SERVES', value: serves }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/ready', port: 9000 }, periodSeconds: 5, failureThreshold: 36 }
            { type: 'Readiness', httpGet: { path: '/ready', port: 9000 }, periodSeconds: 10 }
            { type: 'Liveness', httpGet: { path: '/health', port: 9000 }, periodSeconds: 30, failureThreshold: 5 }
          ]
        }
      ]
      scale: {
        minReplicas: minimumReplicas
        maxReplicas: maximumReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: string(concurrency) } } }]
      }
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = service.id
output url string = 'https://${service.properties.configuration.ingress.fqdn}'
output domain string = environment.properties.defaultDomain
output address string = environment.properties.staticIp
output environmentId string = environment.id
