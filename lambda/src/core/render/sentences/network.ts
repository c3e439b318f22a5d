// Phrases for networks: VPC, security groups, DNS, CDN, firewalls, certificates. Data only; see `phrase.ts`.

import type { Phrase } from './phrase.ts';

const RANGES =
  'request.ipPermissions.items.*.ipRanges.items.*.cidrIp|request.ipPermissions.items.*.ipv6Ranges.items.*.cidrIpv6|request.cidrIp';

export const NETWORK_PHRASES: Readonly<Record<string, Readonly<Record<string, Phrase>>>> = {
  'ec2.amazonaws.com': {
    AuthorizeSecurityGroupIngress: `opened [{ports} of ]security group {request.groupId|request.groupName}[ to {${RANGES}}]`,
    AuthorizeSecurityGroupEgress: `opened security group {request.groupId|request.groupName} for traffic[ to {${RANGES}}]`,
    RevokeSecurityGroupIngress: `closed [{ports} of ]security group {request.groupId|request.groupName}[ to {${RANGES}}]`,
    RevokeSecurityGroupEgress: `closed security group {request.groupId|request.groupName} for traffic[ to {${RANGES}}]`,
    ModifySecurityGroupRules:
      'changed rules of security group {request.ModifySecurityGroupRulesRequest.GroupId|request.groupId}',
    CreateSecurityGroup: 'created security group {request.groupName}[ in {request.vpcId}]',
    DeleteSecurityGroup: 'deleted security group {request.groupId|request.groupName}',
    CreateVpc: 'created VPC[ {response.vpc.vpcId}][ with range {request.cidrBlock}]',
    DeleteVpc: 'deleted VPC {request.vpcId}',
    CreateSubnet: 'created subnet[ {response.subnet.subnetId}][ in {request.vpcId}]',
    DeleteSubnet: 'deleted subnet {request.subnetId}',
    CreateInternetGateway: 'created internet gateway[ {response.internetGateway.internetGatewayId}]',
    AttachInternetGateway: 'attached internet gateway {request.internetGatewayId} to {request.vpcId}',
    DeleteInternetGateway: 'deleted internet gateway {request.internetGatewayId}',
    CreateNatGateway: 'created NAT gateway[ in {request.CreateNatGatewayRequest.SubnetId}]',
    DeleteNatGateway: 'deleted NAT gateway {request.DeleteNatGatewayRequest.NatGatewayId}',
    CreateRoute:
      'added a route to {request.destinationCidrBlock|request.destinationIpv6CidrBlock|request.destinationPrefixListId} in {request.routeTableId}[ through {request.gatewayId|request.natGatewayId|request.instanceId}]',
    ReplaceRoute:
      'replaced the route to {request.destinationCidrBlock|request.destinationIpv6CidrBlock} in {request.routeTableId}',
    DeleteRoute:
      'deleted the route to {request.destinationCidrBlock|request.destinationIpv6CidrBlock} in {request.routeTableId}',
    DeleteRouteTable: 'deleted route table {request.routeTableId}',
    CreateNetworkAclEntry:
      'added a rule to network ACL {request.networkAclId}[: {request.ruleAction}][ {request.cidrBlock|request.ipv6CidrBlock}]',
    ReplaceNetworkAclEntry: 'replaced a rule of network ACL {request.networkAclId}',
    DeleteNetworkAclEntry: 'deleted a rule of network ACL {request.networkAclId}',
    DeleteNetworkAcl: 'deleted network ACL {request.networkAclId}',
    CreateVpcPeeringConnection: 'requested VPC peering of {request.vpcId} with {request.peerVpcId}',
    AcceptVpcPeeringConnection: 'accepted VPC peering {request.vpcPeeringConnectionId}',
    CreateFlowLogs: 'created flow logs[ for {request.CreateFlowLogsRequest.ResourceId.content}]',
    DeleteFlowLogs: 'deleted flow logs[ {request.DeleteFlowLogsRequest.FlowLogId.content}]',
    CreateVpcEndpoint: 'created a VPC endpoint[ for {request.CreateVpcEndpointRequest.ServiceName}]',
    DeleteVpcEndpoints: 'deleted VPC endpoints[ {request.DeleteVpcEndpointsRequest.VpcEndpointId.content}]',
    AllocateAddress: 'allocated address[ {response.publicIp}]',
    CreateTrafficMirrorSession: 'started mirroring network traffic',
  },
  'route53.amazonaws.com': {
    ChangeResourceRecordSets: 'changed DNS records[ in zone {request.hostedZoneId}]',
    CreateHostedZone: 'created DNS zone {request.name}',
    DeleteHostedZone: 'deleted DNS zone {request.id}',
  },
  'route53domains.amazonaws.com': {
    TransferDomainToAnotherAwsAccount: 'started moving domain {request.domainName} to account {request.accountId}',
    DisableDomainTransferLock: 'disabled the transfer lock of domain {request.domainName}',
    RegisterDomain: 'registered domain {request.domainName}',
  },
  'route53resolver.amazonaws.com': {
    DeleteResolverQueryLogConfig: 'deleted DNS query logging {request.resolverQueryLogConfigId}',
    DisassociateResolverQueryLogConfig: 'removed DNS query logging from {request.resourceId}',
  },
  'cloudfront.amazonaws.com': {
    CreateDistribution: 'created a CDN distribution[ {response.distribution.id}]',
    UpdateDistribution: 'changed CDN distribution {request.id}',
    DeleteDistribution: 'deleted CDN distribution {request.id}',
  },
  'wafv2.amazonaws.com': {
    DeleteWebACL: 'deleted web ACL {request.name}',
    UpdateWebACL: 'changed web ACL {request.name}',
    DisassociateWebACL: 'removed the web ACL from {request.resourceArn}',
    DeleteLoggingConfiguration: 'deleted the logging of web ACL {request.resourceArn}',
    UpdateIPSet: 'changed firewall IP set {request.name}',
  },
  'acm.amazonaws.com': {
    RequestCertificate: 'requested a certificate for {request.domainName}',
    ImportCertificate: 'imported a certificate[ {response.certificateArn}]',
    DeleteCertificate: 'deleted certificate {request.certificateArn}',
    ExportCertificate: 'exported certificate {request.certificateArn}',
  },
  'elasticloadbalancing.amazonaws.com': {
    DeleteLoadBalancer: 'deleted load balancer {request.loadBalancerArn|request.loadBalancerName}',
    DeleteListener: 'deleted listener {request.listenerArn}',
  },
};
