// Who is told of what. The rules: ../alerts.json, on the metrics that the app sends (docs/operations.md).
param name string
param location string
param tags object
param insightsId string
param serviceBusId string
param email string
@description('Addresses that are told as well (Teams, PagerDuty …), in the common alert schema. They hold a secret, so they are given when it is deployed and are in no output.')
@secure()
param webhooks object
@description('What people open; asked from five places every five minutes.')
param healthUrl string
param speechId string
@description('Replicas at which the speech service is full.')
param speechMaximumReplicas int
param appIds string[]
@description('Memory of one instance of the app.')
param instanceMemoryMB int

var rules = loadJsonContent('../alerts.json')

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'askwell'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
    webhookReceivers: map(items(webhooks), hook => {
      name: hook.key
      serviceUri: hook.value
      useCommonAlertSchema: true
    })
  }
}

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-${name}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: 'What to do: docs/operations.md, "Alerts".'
      enabled: true
      severity: rule.severity
      scopes: [insightsId]
      windowSize: rule.windowSize
      evaluationFrequency: rule.evaluationFrequency
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'value'
            timeAggregation: 'Maximum'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

// Told by the platform: whether the address that people open answers, at 99.95 % of the time.
resource asks 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'web-${name}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'health'
    SyntheticMonitorId: 'web-${name}'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'us-va-ash-azr' }
      { Id: 'us-ca-sjc-azr' }
      { Id: 'us-il-ch1-azr' }
      { Id: 'emea-nl-ams-azr' }
      { Id: 'apac-sg-sin-azr' }
    ]
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

// One of the 1,440 asks of a day that fails is more than the objective allows; each is tried again before it counts.
resource unavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-availability'
  location: 'global'
  tags: tags
  properties: {
    description: 'Askwell answered less than 99.95 % of the time in a day.'
    enabled: true
    severity: 1
    scopes: [insightsId]
    evaluationFrequency: 'PT1H'
    windowSize: 'P1D'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'answers'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'microsoft.insights/components'
          metricName: 'availabilityResults/availabilityPercentage'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: json('99.95')
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource speechFull 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-speech-full'
  location: 'global'
  tags: tags
  properties: {
    description: 'The speech service has had all the replicas that the profile allows for half an hour.'
    enabled: true
    severity: 2
    scopes: [speechId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'replicas'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: 'Replicas'
          timeAggregation: 'Minimum'
          operator: 'GreaterThanOrEqual'
          threshold: speechMaximumReplicas
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource speechRestarts 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-speech-restarts'
  location: 'global'
  tags: tags
  properties: {
    description: 'The speech service starts again and again.'
    enabled: true
    severity: 2
    scopes: [speechId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'restarts'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: 'RestartCount'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 3
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource memory 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for (id, index) in appIds: {
    name: 'alert-${name}-memory-${index}'
    location: 'global'
    tags: tags
    properties: {
      description: 'An instance of the app uses more than 85 % of its memory.'
      enabled: true
      severity: 3
      scopes: [id]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: 'working-set'
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.Web/sites'
            metricName: 'MemoryWorkingSet'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: instanceMemoryMB * 1024 * 1024 / 100 * 85
          }
        ]
      }
      actions: [{ actionGroupId: people.id }]
    }
  }
]

// Told by Service Bus itself, so also when the app is down and sends nothing.
resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-service-bus-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages lie in a dead-letter queue of Service Bus.'
    enabled: true
    severity: 1
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
