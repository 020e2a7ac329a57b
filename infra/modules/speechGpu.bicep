// The heavy tier: a large Whisper on a serverless GPU, beside our own service, which then hears voices alone. The server is
// speaches' public image (MIT): OpenAI's protocol with words' times and log probabilities, not root, no account.
param name string
param location string
param tags object
param environmentId string
@description('Image of the server, with its digest where npm run pin has seen one.')
param image string
@description('Name of the workload profile in the environment.')
param workloadProfile string
@description('Cores and GiB that a replica of this profile has.')
param size { cores: int, memoryGiB: int }
@description('Weights, as the server names them; brought from Hugging Face before a replica takes anything.')
param model string
@description('With this many the service is full, and the app waits: what bounds the bill.')
param maximumReplicas int

var models = '/models'
// Only the weights come from outside; nothing that is heard goes there.
var bring = 'from huggingface_hub import snapshot_download; snapshot_download("${model}")'

resource service 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    environmentId: environmentId
    workloadProfileName: workloadProfile
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 8000, transport: 'http', allowInsecure: false }
    }
    template: {
      terminationGracePeriodSeconds: 600
      volumes: [{ name: 'models', storageType: 'EmptyDir' }]
      initContainers: [
        {
          name: 'weights'
          image: image
          command: ['python', '-c', bring]
          env: [{ name: 'HF_HUB_CACHE', value: models }]
          resources: { cpu: json('1'), memory: '4Gi' }
          volumeMounts: [{ volumeName: 'models', mountPath: models }]
        }
      ]
      containers: [
        {
          name: 'speech'
          image: image
          resources: { cpu: json(string(size.cores - 1)), memory: '${size.memoryGiB - 4}Gi' }
          env: [
            { name: 'HF_HUB_CACHE', value: models }
            { name: 'HF_HUB_OFFLINE', value: '1' }
            { name: 'ENABLE_UI', value: 'false' }
            // Its log of a request would have the words in it.
            { name: 'LOG_LEVEL', value: 'warning' }
            { name: 'WHISPER__INFERENCE_DEVICE', value: 'cuda' }
            { name: 'WHISPER__TTL', value: '-1' }
          ]
          volumeMounts: [{ volumeName: 'models', mountPath: models }]
          probes: [
            { type: 'Startup', httpGet: { path: '/health', port: 8000 }, periodSeconds: 5, failureThreshold: 60 }
            { type: 'Liveness', httpGet: { path: '/health', port: 8000 }, periodSeconds: 30, failureThreshold: 5 }
          ]
        }
      ]
      scale: {
        minReplicas: 0
        maxReplicas: maximumReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '4' } } }]
      }
    }
  }
}

output url string = 'https://${service.properties.configuration.ingress.fqdn}'
