// The pages that an operator looks at. Its content: ../workbook.json.
param name string
param location string
param tags object
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name)
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Askwell'
    category: 'workbook'
    sourceId: insightsId
    version: 'Notebook/1.0'
    serializedData: string(loadJsonContent('../workbook.json'))
  }
}
