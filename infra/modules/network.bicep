// The network: a part for the app, one for the speech service, and one for private endpoints. Nothing comes in from outside it.
param name string
param location string
param tags object

var appPrefix = '10.40.0.0/22'
var speechPrefix = '10.40.4.0/23'

resource closed 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: 'nsg-${name}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'only-from-the-network'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: 'VirtualNetwork'
          destinationPortRange: '*'
        }
      }
      {
        name: 'nothing-else'
        properties: {
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

// Sound goes from the app to the speech service; nobody else has anything to say to it.
resource speechOnly 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: 'nsg-${name}-speech'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'from-the-app'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: appPrefix
          sourcePortRange: '*'
          destinationAddressPrefix: speechPrefix
          destinationPortRanges: ['443', '31443']
        }
      }
      {
        name: 'among-themselves'
        properties: {
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: speechPrefix
          sourcePortRange: '*'
          destinationAddressPrefix: speechPrefix
          destinationPortRange: '*'
        }
      }
      {
        // The platform's load balancer asks whether replicas live.
        name: 'probes'
        properties: {
          priority: 120
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'AzureLoadBalancer'
          sourcePortRange: '*'
          destinationAddressPrefix: speechPrefix
          destinationPortRange: '30000-32767'
        }
      }
      {
        name: 'nothing-else'
        properties: {
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: 'vnet-${name}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.40.0.0/16'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: appPrefix
          networkSecurityGroup: { id: closed.id }
          // Flex Consumption and Container Apps both run in this kind of environment.
          delegations: [{ name: 'app', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'speech'
        properties: {
          addressPrefix: speechPrefix
          networkSecurityGroup: { id: speechOnly.id }
          delegations: [{ name: 'speech', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.40.8.0/24'
          networkSecurityGroup: { id: closed.id }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

output appSubnetId string = network.properties.subnets[0].id
output speechSubnetId string = network.properties.subnets[1].id
output endpointSubnetId string = network.properties.subnets[2].id
output id string = network.id
