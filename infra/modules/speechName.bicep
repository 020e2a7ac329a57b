// The name of the speech service, which leads to its internal address from within the network and from nowhere else.
param tags object
param networkId string
@description('Domain of the environment, under which the service has its name.')
param domain string
@description('Internal address of the environment.')
param address string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: domain
  location: 'global'
  tags: tags
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'speech'
  location: 'global'
  tags: tags
  properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
}

resource any 'Microsoft.Network/privateDnsZones/A@2024-06-01' = {
  parent: zone
  name: '*'
  properties: { ttl: 3600, aRecords: [{ ipv4Address: address }] }
}
