// What API Management offers: our own OpenAPI, written from the code just before (npm run openapi). Deployed after the code.
param serviceName string
param backendUrl string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' existing = {
  parent: service
  name: 'askwell'
}

resource versions 'Microsoft.ApiManagement/service/apiVersionSets@2024-05-01' = {
  parent: service
  name: 'askwell'
  properties: { displayName: 'Askwell', versioningScheme: 'Segment' }
}

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'askwell-v1'
  properties: {
    displayName: 'Askwell'
    path: 'askwell'
    apiVersion: 'v1'
    apiVersionSetId: versions.id
    protocols: ['https']
    format: 'openapi+json'
    value: string(loadJsonContent('openapi.json'))
    serviceUrl: '${backendUrl}/api/v1'
    subscriptionRequired: true
  }

  resource policy 'policies' = {
    name: 'policy'
    properties: { format: 'rawxml', value: loadTextContent('apiPolicy.xml') }
  }
}

resource offered 'Microsoft.ApiManagement/service/products/apis@2024-05-01' = {
  parent: product
  name: api.name
}
