// Connects uploads with the app. Deployed into the resource group after the code (azure.yaml, hook postdeploy), since
// the webhook's key is made by the host when it first meets the blob trigger.
param systemTopicName string
param functionsName string
param hostStorageName string
param lostEventsContainer string = 'event-dead-letters'

resource functions 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionsName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: systemTopicName
}

resource uploads 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'video-uploaded'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${functions.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.videoUploaded&code=${listKeys('${functions.id}/host/default', functions.apiVersion).systemKeys.blobs_extension}'
        maxEventsPerBatch: 1
      }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/videos/blobs/'
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: hostStorage.id, blobContainerName: lostEventsContainer }
      }
    }
  }
}
