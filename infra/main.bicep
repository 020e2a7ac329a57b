// Askwell in Azure. README.md, "Deploy", says how to use it; profiles/ hold what differs between deployments.
targetScope = 'subscription'

import { profileType } from 'types.bicep'

@minLength(1)
@maxLength(32)
@description('Name of the deployment; resources and their group are named after it.')
param environmentName string

@description('Where recordings and results are kept.')
param location string

@description('Where the app runs. Another region than before makes the app anew there: this is how a region is failed over.')
param computeLocation string = location

@allowed(['small', 'district', 'global'])
param profile string = 'small'

@description('Members of the profile that are to be otherwise.')
param overrides object = {}

@description('Who gets the alerts.')
param operatorEmail string

@secure()
@description('Who is told beside the operator, by name: address of a webhook that takes the common alert schema.')
param alertWebhooks object = {}

@description('Whether a large model is asked about questions, and whose. azureOpenAI: in this subscription. openAI: outside, with a key in Key Vault. Sound goes to neither.')
@allowed(['none', 'azureOpenAI', 'openAI'])
param chat string = 'none'

@description('Where Azure OpenAI is to be; not every region has every model.')
param aiLocation string = location

@secure()
@description('Key of OpenAI, for chat openAI. It goes to Key Vault; empty at later deployments leaves it as it is there.')
param openAiKey string = ''

@secure()
@description('Address that is told when a lesson is ready or has failed (https; a Logic App that sends mail, for one). It goes to Key Vault; empty: nobody is told.')
param readyWebhook string = ''
@secure()
@description('Signs what it is told: whsec_ and 24 to 64 bytes in base64.')
param readyWebhookKey string = ''

@description('Model that is asked where chat is not none. No default: what is offered today may be retired when this is read.')
param chatModel string = ''
@description('Its version, for Azure OpenAI.')
param chatModelVersion string = ''

@allowed(['local', 'openai', 'cascade'])
@description('Who codes the questions.')
param codingEngine string = 'local'

@allowed(['on', 'off'])
@description('Whether voices are told apart, by embeddings, which are biometric: for whoever is responsible to say.')
param speakers string = 'off'

@description('Client id of the app registration with which people sign in (npm run sign-in makes it). Empty: nobody signs in, and calls need a function key.')
param signInClientId string = ''
param signInTenantId string = tenant().tenantId
@description('Roles that groups of the sign-in have, by their ids: {"GROUP": ["coach@River School"]}.')
param siteRoles object = {}

@allowed(['a', 'b'])
@description('Blue-green: the app that gets requests and jobs. The other one is deployed to.')
param live string = 'a'

@description('Further addresses under which the studio is reached, for instance a domain of your own.')
param studioOrigins string[] = []

@description('Addresses from which code is deployed into a private network, as CIDR and separated by commas. Empty: only from within it.')
param deployFrom string = ''

@description('Image of the speech service; azd pushes it and names it here.')
param speechImage string = 'mcr.microsoft.com/k8se/quickstart:latest'

@description('Image of the server for a large Whisper on a GPU, where the profile has one; by tag, and by digest as npm run pin writes it.')
param speechGpuImage string = loadJsonContent('images.json').speechGpu.image
@description('Weights that it is asked for.')
param speechGpuWeights string = 'Systran/faster-whisper-large-v3'

@description('Image for the host containerApp.')
param image string = 'mcr.microsoft.com/azure-functions/node:4-node24'

@description('First day of the month in which the budget begins to count.')
param budgetStart string = utcNow('yyyy-MM-01')

param tags object = {}

var profiles = {
  small: loadJsonContent('profiles/small.json')
  district: loadJsonContent('profiles/district.json')
  global: loadJsonContent('profiles/global.json')
}
var chosen profileType = union(profiles[profile], overrides)

var allTags = union(tags, { 'azd-env-name': environmentName, application: 'askwell', profile: profile })
var dataToken = uniqueString(subscription().id, environmentName, location)
// Other names in another region, so that the app can be made there while the old one cannot be reached.
var computeToken = uniqueString(subscription().id, environmentName, computeLocation)
var open = !chosen.privateNetwork
var flex = chosen.host == 'flex'
var hostHub = loadJsonContent('../host.json').extensions.durableTask.hubName

var apps = chosen.blueGreen && flex ? ['a', 'b'] : ['a']
var hubNames = [for app in apps: length(apps) == 1 ? hostHub : '${hostHub}${app}']
var appNames = [for app in apps: 'func-askwell-${computeToken}-${app}']
var usesScheduler = chosen.durableBackend == 'scheduler'
var usesAzureOpenAi = chat == 'azureOpenAI'
var askedModel = (codingEngine != 'local' || chat != 'none') && (chat == 'none' || empty(chatModel))
  ? fail('A large model is to be asked: say whose and which (azd env set ASKWELL_CHAT openAI or azureOpenAI, and ASKWELL_CHAT_MODEL).')
  : chatModel
var usesStaticWebApp = chosen.staticWebApp && flex
// Two requests keep a replica's cores busy while one of them waits for its sound.
var speechConcurrency = 2
// One lesson may use all that the tier has, up to the activities of four instances. Another lesson's chunks wait behind one
// chunk of each lane at most, since a lane asks for its next chunk when it has done one.
var speechParallel = min(16, chosen.speechMaximumReplicas * speechConcurrency)
var gpus = {
  T4: { profile: 'Consumption-GPU-NC8as-T4', size: { cores: 8, memoryGiB: 56 } }
  A100: { profile: 'Consumption-GPU-NC24-A100', size: { cores: 24, memoryGiB: 220 } }
}
var usesGpu = chosen.speechGpu != 'none'
var liveIndex = length(apps) > 1 && live == 'b' ? 1 : 0

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-askwell-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: { name: 'id-askwell-${computeToken}', location: computeLocation, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    name: 'askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    retentionDays: chosen.logDays
    privateNetwork: chosen.privateNetwork
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    name: 'stlessons${dataToken}'
    location: location
    tags: allTags
    sku: chosen.storageSku
    publicAccess: open
    workspaceId: monitoring.outputs.workspaceId
  }
}

module blobs 'modules/blobs.bicep' = {
  scope: group
  name: 'blobs'
  params: {
    storageName: storage.outputs.name
    softDeleteDays: chosen.softDeleteDays
    studioOrigins: union(
      studioOrigins,
      chosen.frontDoor ? ['https://${door!.outputs.host}'] : [],
      usesStaticWebApp ? ['https://${staticWebApp!.outputs.host}'] : [],
      !chosen.frontDoor && flex ? ['https://${functions[0]!.outputs.host}'] : [],
      !chosen.frontDoor && !flex ? ['https://${containerApp!.outputs.host}'] : []
    )
    workspaceId: monitoring.outputs.workspaceId
  }
}

module lifecycle 'modules/lifecycle.bicep' = {
  scope: group
  name: 'lifecycle'
  params: { storageName: blobs.outputs.storageName, retentionDays: chosen.retentionDays }
}

module voiceStorage 'modules/voiceStorage.bicep' = {
  scope: group
  name: 'voice-storage'
  params: {
    name: 'stvoices${dataToken}'
    location: location
    tags: allTags
    zoneRedundant: chosen.zoneRedundant
    publicAccess: open
    keptDays: chosen.voicesKeptDays
    workspaceId: monitoring.outputs.workspaceId
  }
}

module hostStorage 'modules/hostStorage.bicep' = {
  scope: group
  name: 'host-storage'
  params: {
    name: 'sthost${computeToken}'
    location: computeLocation
    tags: allTags
    sku: chosen.zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
    publicAccess: open
    apps: apps
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  scope: group
  name: 'cosmos'
  params: {
    name: 'cosmos-askwell-${dataToken}'
    location: location
    tags: allTags
    mode: chosen.cosmosMode
    maximumThroughput: chosen.cosmosMaximumThroughput
    otherRegions: chosen.cosmosOtherRegions
    zoneRedundant: chosen.zoneRedundant
    publicAccess: open
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'modules/servicebus.bicep' = {
  scope: group
  name: 'service-bus'
  params: {
    name: 'sb-askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    // Private endpoints need Premium.
    sku: chosen.privateNetwork ? 'Premium' : chosen.serviceBusSku
    zoneRedundant: chosen.zoneRedundant
    publicAccess: open
    workspaceId: monitoring.outputs.workspaceId
  }
}

module durable 'modules/durable.bicep' = if (usesScheduler) {
  scope: group
  name: 'durable'
  params: {
    name: 'dts-askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    sku: chosen.schedulerSku
    zoneRedundant: chosen.zoneRedundant
    publicAccess: open
    hubNames: hubNames
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/keyVault.bicep' = {
  scope: group
  name: 'key-vault'
  params: {
    name: 'kv${dataToken}'
    location: location
    tags: allTags
    publicAccess: open
    workspaceId: monitoring.outputs.workspaceId
    openAiKey: openAiKey
    readyWebhook: readyWebhook
    readyWebhookKey: readyWebhookKey
  }
}

module ai 'modules/ai.bicep' = if (usesAzureOpenAi) {
  scope: group
  name: 'ai'
  params: {
    name: 'oai-askwell-${dataToken}'
    location: aiLocation
    tags: allTags
    publicAccess: open
    workspaceId: monitoring.outputs.workspaceId
    chatModel: askedModel
    chatVersion: chatModelVersion
    chatCapacity: 30
  }
}

module redis 'modules/redis.bicep' = if (chosen.redis) {
  scope: group
  name: 'redis'
  params: {
    name: 'redis-askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    publicAccess: open
    zoneRedundant: chosen.zoneRedundant
    keyVaultName: keyVault.outputs.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = {
  scope: group
  name: 'network'
  params: { name: 'askwell-${computeToken}', location: computeLocation, tags: allTags }
}

module registry 'modules/registry.bicep' = {
  scope: group
  name: 'registry'
  params: {
    name: 'craskwell${computeToken}'
    location: computeLocation
    tags: allTags
    pullerPrincipalId: identity.outputs.principalId
    premium: chosen.privateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module speech 'modules/speech.bicep' = {
  scope: group
  name: 'speech'
  params: {
    name: 'ca-speech-${computeToken}'
    location: computeLocation
    tags: allTags
    identityId: identity.outputs.id
    registryServer: registry.outputs.server
    image: speechImage
    model: chosen.speechModel
    cores: chosen.speechCores
    concurrency: speechConcurrency
    minimumReplicas: chosen.speechMinimumReplicas
    maximumReplicas: chosen.speechMaximumReplicas
    zoneRedundant: chosen.zoneRedundant
    gpuProfile: usesGpu ? gpus[chosen.speechGpu].profile : ''
    serves: usesGpu ? 'voices' : 'words,voices'
    subnetId: network.outputs.speechSubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module speechGpu 'modules/speechGpu.bicep' = if (usesGpu) {
  scope: group
  name: 'speech-gpu'
  params: {
    name: 'ca-whisper-${computeToken}'
    location: computeLocation
    tags: allTags
    environmentId: speech.outputs.environmentId
    image: speechGpuImage
    workloadProfile: 'gpu'
    size: usesGpu ? gpus[chosen.speechGpu].size : { cores: 8, memoryGiB: 56 }
    model: speechGpuWeights
    maximumReplicas: chosen.speechGpuMaximumReplicas
  }
}

module speechName 'modules/speechName.bicep' = {
  scope: group
  name: 'speech-name'
  params: {
    tags: allTags
    networkId: network.outputs.id
    domain: speech.outputs.domain
    address: speech.outputs.address
  }
}

module door 'modules/door.bicep' = if (chosen.frontDoor) {
  scope: group
  name: 'door'
  params: {
    name: 'afd-askwell-${dataToken}'
    tags: allTags
    requestsAMinute: chosen.requestsAMinute
    blobRequestsAMinute: chosen.blobRequestsAMinute
    workspaceId: monitoring.outputs.workspaceId
  }
}

module settings 'modules/settings.bicep' = {
  scope: group
  name: 'settings'
  params: {
    identityClientId: identity.outputs.clientId
    insightsName: monitoring.outputs.insightsName
    hostStorageName: hostStorage.outputs.name
    storageName: storage.outputs.name
    voiceStorageName: voiceStorage.outputs.name
    serviceBusHost: serviceBus.outputs.fullyQualifiedName
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.databaseName
    schedulerEndpoint: usesScheduler ? durable!.outputs.endpoint : ''
    speechUrl: speech.outputs.url
    speechModel: usesGpu ? speechGpuWeights : 'whisper-${chosen.speechModel}'
    speechBaseUrl: usesGpu ? '${speechGpu!.outputs.url}/v1' : ''
    speechParallel: speechParallel
    // As many as the instances do activities at once: more would wait for one another in the middle.
    lessonsAtOnce: chosen.maximumInstances * 4
    chat: chat
    openAiEndpoint: usesAzureOpenAi ? ai!.outputs.endpoint : ''
    chatModel: usesAzureOpenAi ? ai!.outputs.chatDeployment : askedModel
    codingEngine: codingEngine
    speakers: speakers
    voicesKeptDays: chosen.voicesKeptDays
    // Front Door serves the recordings where it is: storage has no public address then.
    storagePublicUrl: chosen.frontDoor ? 'https://${door!.outputs.host}' : ''
    keyVaultUri: keyVault.outputs.uri
    redisEntry: chosen.redis ? redis!.outputs.secretName : ''
    signInClientId: signInClientId
    signInTenantId: signInTenantId
    siteRoles: siteRoles
    tellsReady: !empty(readyWebhook)
    staticWebApp: usesStaticWebApp
    retentionDays: chosen.retentionDays
    softDeleteDays: chosen.softDeleteDays
  }
}

module functions 'modules/functions.bicep' = [
  for (app, index) in apps: if (flex) {
    scope: group
    name: 'functions-${app}'
    params: {
      name: appNames[index]
      location: computeLocation
      tags: allTags
      // azd deploys to the app that bears this name: with two, the one that people do not use now.
      serviceName: length(apps) == 1 || index != liveIndex ? 'functions' : 'functions-live'
      identityId: identity.outputs.id
      packageContainerUrl: '${hostStorage.outputs.blobEndpoint}package-${app}'
      instanceMemoryMB: chosen.instanceMemoryMB
      maximumInstances: chosen.maximumInstances
      alwaysReadyHttp: chosen.alwaysReadyHttp
      httpConcurrency: chosen.httpConcurrency
      zoneRedundant: chosen.zoneRedundant
      settings: union(
        settings.outputs.settings,
        length(apps) == 1 ? {} : { AzureFunctionsJobHost__extensions__durableTask__hubName: hubNames[index] },
        index == liveIndex ? {} : settings.outputs.settingsOfTheIdle
      )
      privateNetwork: chosen.privateNetwork
      subnetId: network.outputs.appSubnetId
      deployFrom: empty(deployFrom) ? [] : split(deployFrom, ',')
      signInClientId: usesStaticWebApp ? '' : signInClientId
      signInIssuer: '${environment().authentication.loginEndpoint}${signInTenantId}/v2.0'
      workspaceId: monitoring.outputs.workspaceId
    }
  }
]

module containerApp 'modules/containerApp.bicep' = if (!flex) {
  scope: group
  name: 'container-app'
  params: {
    name: 'ca-askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    identityId: identity.outputs.id
    registryServer: registry.outputs.server
    image: image
    settings: settings.outputs.settings
    signInClientId: signInClientId
    signInIssuer: '${environment().authentication.loginEndpoint}${signInTenantId}/v2.0'
    minimumReplicas: chosen.alwaysReadyHttp
    maximumReplicas: chosen.maximumInstances
    privateNetwork: chosen.privateNetwork
    subnetId: network.outputs.appSubnetId
    zoneRedundant: chosen.zoneRedundant
    workspaceId: monitoring.outputs.workspaceId
  }
}

module privateEndpoints 'modules/privateEndpoints.bicep' = if (chosen.privateNetwork) {
  scope: group
  name: 'private-endpoints'
  params: {
    name: 'askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    networkId: network.outputs.id
    subnetId: network.outputs.endpointSubnetId
    targets: concat(
      [
        { name: 'lessons-blob', id: storage.outputs.id, group: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
        { name: 'lessons-queue', id: storage.outputs.id, group: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
        { name: 'lessons-table', id: storage.outputs.id, group: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
        { name: 'voices-blob', id: voiceStorage.outputs.id, group: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
        { name: 'host-blob', id: hostStorage.outputs.id, group: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
        { name: 'host-queue', id: hostStorage.outputs.id, group: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
        { name: 'host-table', id: hostStorage.outputs.id, group: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
        { name: 'cosmos', id: cosmos.outputs.id, group: 'Sql', zone: 'privatelink.documents.azure.com' }
        { name: 'service-bus', id: serviceBus.outputs.id, group: 'namespace', zone: 'privatelink.servicebus.windows.net' }
        { name: 'key-vault', id: keyVault.outputs.id, group: 'vault', zone: 'privatelink.vaultcore.azure.net' }
      ],
      usesAzureOpenAi
        ? [{ name: 'openai', id: ai!.outputs.id, group: 'account', zone: 'privatelink.openai.azure.com' }]
        : [],
      usesScheduler
        ? [{ name: 'scheduler', id: durable!.outputs.id, group: 'scheduler', zone: 'privatelink.durabletask.io' }]
        : [],
      chosen.redis
        ? [{ name: 'redis', id: redis!.outputs.id, group: 'redisEnterprise', zone: 'privatelink.redis.azure.net' }]
        : [],
      flex ? [{ name: 'app-a', id: functions[0]!.outputs.id, group: 'sites', zone: 'privatelink.azurewebsites.net' }] : [],
      flex && length(apps) > 1
        ? [{ name: 'app-b', id: functions[1]!.outputs.id, group: 'sites', zone: 'privatelink.azurewebsites.net' }]
        : []
    )
  }
}

module events 'modules/events.bicep' = {
  scope: group
  name: 'events'
  params: {
    name: 'evgt-askwell-${dataToken}'
    location: location
    tags: allTags
    storageId: storage.outputs.id
    hostStorageName: hostStorage.outputs.name
    lostEventsContainer: hostStorage.outputs.lostEventsContainer
    workspaceId: monitoring.outputs.workspaceId
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  name: 'roles'
  params: {
    principalId: identity.outputs.principalId
    storageName: blobs.outputs.storageName
    voiceStorageName: voiceStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    cosmosName: cosmos.outputs.name
    serviceBusName: serviceBus.outputs.name
    schedulerName: usesScheduler ? durable!.outputs.name : ''
    hubNames: hubNames
    openAiName: usesAzureOpenAi ? ai!.outputs.name : ''
    keyVaultName: keyVault.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module staticWebApp 'modules/staticWebApp.bicep' = if (usesStaticWebApp) {
  scope: group
  name: 'static-web-app'
  params: {
    name: 'stapp-askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    functionsId: functions[0]!.outputs.id
    functionsLocation: computeLocation
    functionsName: functions[0]!.outputs.name
  }
}

module edge 'modules/edge.bicep' = if (chosen.frontDoor) {
  scope: group
  name: 'edge'
  params: {
    profileName: door!.outputs.profileName
    endpointName: door!.outputs.endpointName
    storage: { id: storage.outputs.id, host: split(storage.outputs.blobEndpoint, '/')[2], location: location }
    origins: concat(
      flex
        ? [
            {
              id: functions[0]!.outputs.id
              host: functions[0]!.outputs.host
              location: computeLocation
              weight: liveIndex == 0 ? 1000 : 0
            }
          ]
        : [{ id: containerApp!.outputs.id, host: containerApp!.outputs.host, location: computeLocation, weight: 1000 }],
      flex && length(apps) > 1
        ? [
            {
              id: functions[1]!.outputs.id
              host: functions[1]!.outputs.host
              location: computeLocation
              weight: liveIndex == 1 ? 1000 : 0
            }
          ]
        : []
    )
    privateNetwork: chosen.privateNetwork
  }
}

module apim 'modules/apim.bicep' = if (chosen.apiManagement) {
  scope: group
  name: 'api-management'
  params: {
    name: 'apim-askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    publisherEmail: operatorEmail
    tenantId: signInTenantId
    audience: signInClientId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    name: 'askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    insightsId: monitoring.outputs.insightsId
    serviceBusId: serviceBus.outputs.id
    email: operatorEmail
    webhooks: alertWebhooks
    healthUrl: 'https://${chosen.frontDoor ? door!.outputs.host : (usesStaticWebApp ? staticWebApp!.outputs.host : (flex ? functions[0]!.outputs.host : containerApp!.outputs.host))}/api/v1/health'
    speechId: speech.outputs.id
    speechMaximumReplicas: chosen.speechMaximumReplicas
    appIds: flex ? concat([functions[0]!.outputs.id], length(apps) > 1 ? [functions[1]!.outputs.id] : []) : []
    instanceMemoryMB: chosen.instanceMemoryMB
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  name: 'workbook'
  params: {
    name: 'askwell-${computeToken}'
    location: computeLocation
    tags: allTags
    insightsId: monitoring.outputs.insightsId
  }
}

module budget 'modules/budget.bicep' = {
  scope: group
  name: 'budget'
  params: { amount: chosen.monthlyBudget, email: operatorEmail, startDate: budgetStart }
}

// Names, for azd and its hooks. No secret among them.
output AZURE_RESOURCE_GROUP string = group.name
output ASKWELL_FUNCTIONS_LIVE string = flex ? appNames[liveIndex] : 'ca-askwell-${computeToken}'
output ASKWELL_FUNCTIONS_DEPLOYED string = flex ? appNames[length(apps) > 1 ? 1 - liveIndex : 0] : 'ca-askwell-${computeToken}'
output ASKWELL_SYSTEM_TOPIC string = events.outputs.name
output ASKWELL_HOST_STORAGE string = hostStorage.outputs.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.server
output ASKWELL_STORAGE string = storage.outputs.name
output ASKWELL_COSMOS string = cosmos.outputs.name
output ASKWELL_SERVICE_BUS string = serviceBus.outputs.name
output ASKWELL_KEY_VAULT string = keyVault.outputs.name
output ASKWELL_API_MANAGEMENT string = chosen.apiManagement ? apim!.outputs.name : ''
output ASKWELL_IDENTITY string = identity.outputs.principalId
output ASKWELL_URL string = 'https://${chosen.frontDoor ? door!.outputs.host : (usesStaticWebApp ? staticWebApp!.outputs.host : (flex ? functions[0]!.outputs.host : containerApp!.outputs.host))}'
