// What a profile says. The files in profiles/ are checked against this type when the template is compiled.

@export()
@sealed()
type profileType = {
  @description('flex: Functions on Flex Consumption. containerApp: the same app as an image on Container Apps.')
  host: 'flex' | 'containerApp'
  instanceMemoryMB: 512 | 2048 | 4096
  maximumInstances: int
  @description('Instances for HTTP that are never stopped.')
  alwaysReadyHttp: int
  @description('Requests at once on one instance before another is started.')
  httpConcurrency: int
  @description('Two apps behind Front Door, of which one is deployed while the other serves. Needs frontDoor.')
  blueGreen: bool

  zoneRedundant: bool
  @description('Private endpoints, a virtual network and DNS zones; no public address for data or compute.')
  privateNetwork: bool

  @description('Whisper weights of the speech service: small hears quiet children better, and takes 2.5 times the work of base.')
  speechModel: 'base' | 'small'
  @description('Cores of one replica of the speech service.')
  speechCores: 1 | 2 | 4
  @description('Replicas of the speech service that are never stopped; 0: the first lesson after a pause waits for a minute.')
  speechMinimumReplicas: int
  @description('Replicas at most. They bound what speech can cost: npm run costs tells how much that is.')
  speechMaximumReplicas: int

  @description('A large Whisper on a serverless GPU instead of the weights above, in regions that have it and with a quota for it.')
  speechGpu: 'none' | 'T4' | 'A100'
  @description('GPUs at most.')
  speechGpuMaximumReplicas: int

  storageSku: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' | 'Standard_RAGZRS'
  cosmosMode: 'serverless' | 'autoscale'
  @description('Request units a second, shared by the containers, at most. Autoscale only.')
  cosmosMaximumThroughput: int
  @description('Regions that hold a copy, in the order of failover. Autoscale only.')
  cosmosOtherRegions: string[]
  serviceBusSku: 'Standard' | 'Premium'
  @description('Where orchestrations keep their state; what is under way when this changes is not taken along.')
  durableBackend: 'scheduler' | 'storage'
  @description('Consumption: 500 actions a second, paid by the action, no second zone. Dedicated: paid by the month, three units where zones are redundant.')
  schedulerSku: 'Consumption' | 'Dedicated'

  @description('Calls of the app from one address in a minute, at Front Door, before it is told to wait: twenty people behind it, 34 questions and 30 files each, and twice that (docs/decisions.md).')
  requestsAMinute: int
  @description('The same for recordings going up and being played.')
  blobRequestsAMinute: int

  staticWebApp: bool
  frontDoor: bool
  apiManagement: bool
  redis: bool

  @description('Days until a recording and all that came of it is deleted.')
  retentionDays: int
  @description('Days in which what was deleted can be brought back.')
  softDeleteDays: int
  @description('Days for which embeddings of voices live, where voices are told apart; 0: they go when the analysis ends.')
  voicesKeptDays: int
  logDays: int
  @description('US dollars a month; alerts at 50, 80 and 100 %.')
  monthlyBudget: int
}

@export()
@description('Names of what a module watches or gives rights on, and where its diagnostics go.')
type logsType = {
  workspaceId: string
}
