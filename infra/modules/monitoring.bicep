// Where logs, traces and metrics go.
param name string
param location string
param tags object
param retentionDays int
param privateNetwork bool

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
    // Telemetry is taken from the app over the internet with its identity; it holds ids, no words. People read it after signing in.
    publicNetworkAccessForIngestion: 'Enabled'
    publicNetworkAccessForQuery: privateNetwork ? 'Disabled' : 'Enabled'
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    IngestionMode: 'LogAnalytics'
  }
}

output workspaceId string = workspace.id
output insightsName string = insights.name
output insightsId string = insights.id
