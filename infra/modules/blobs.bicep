// The containers of the recordings and of everything made of them: ../storage.json, as the local cloud has them.
param storageName string
@minValue(1)
@maxValue(365)
param softDeleteDays int
@description('Origins of the studio, which uploads and plays straight from here.')
param studioOrigins string[]
param workspaceId string

var declared = loadJsonContent('../storage.json')

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    changeFeed: { enabled: true, retentionInDays: softDeleteDays }
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    cors: {
      corsRules: empty(studioOrigins)
        ? []
        : [
            {
              allowedOrigins: studioOrigins
              allowedMethods: declared.cors.methods
              allowedHeaders: declared.cors.headers
              exposedHeaders: declared.cors.exposedHeaders
              maxAgeInSeconds: declared.cors.maxAgeSeconds
            }
          ]
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in declared.containers: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

// Who read and wrote which blob, by identity and address.
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

output storageName string = account.name
