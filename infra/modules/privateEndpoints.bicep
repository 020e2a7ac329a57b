// Private addresses of data and compute, and the names that lead there from within the network.
param name string
param location string
param tags object
param networkId string
param subnetId string
@description('What gets a private endpoint: its id, its kind of address (group), and the zone of its name.')
param targets { name: string, id: string, group: string, zone: string }[]

var zones = union(map(targets, target => target.zone), [])

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zones: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, index) in zones: {
    parent: dns[index]
    name: 'vnet-${name}'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for target in targets: {
    name: 'pe-${name}-${target.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: target.name
          properties: {
            // The rule does not see that a member of an array is an id.
            #disable-next-line use-resource-id-functions
            privateLinkServiceId: target.id
            groupIds: [target.group]
          }
        }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (target, index) in targets: {
    parent: endpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: target.group
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', target.zone) }
        }
      ]
    }
    dependsOn: [dns]
  }
]
