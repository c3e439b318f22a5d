// Phrases for networks: VPC, security groups, DNS, CDN, firewalls, certificates. Data only; see `phrase.ts`.

import type { Phrases } from './phrase.ts';

const RANGES =
  'request.ipPermissions.items.*.ipRanges.items.*.cidrIp|request.ipPermissions.items.*.ipv6Ranges.items.*.cidrIpv6|request.cidrIp';

export const NETWORK_PHRASES: Phrases = {
  'ec2.amazonaws.com': {
    AuthorizeSecurityGroupIngress: `opened [{ports} of ]<security group {request.groupId|request.groupName}>[ to {${RANGES}}]`,
    AuthorizeSecurityGroupEgress: `opened <security group {request.groupId|request.groupName}> for traffic[ to {${RANGES}}]`,
    RevokeSecurityGroupIngress: `closed [{ports} of ]<security group {request.groupId|request.groupName}>[ to {${RANGES}}]`,
    RevokeSecurityGroupEgress: `closed <security group {request.groupId|request.groupName}> for traffic[ to {${RANGES}}]`,
    ModifySecurityGroupRules:
      'changed rules of <security group {request.ModifySecurityGroupRulesRequest.GroupId|request.groupId}>',
    CreateSecurityGroup: 'created <security group {request.groupName}>[ in {request.vpcId}]',
    DeleteSecurityGroup: 'deleted <security group {request.groupId|request.groupName}>',
    CreateVpc: 'created <VPC {response.vpc.vpcId}>[ with range {request.cidrBlock}]',
    DeleteVpc: 'deleted <VPC {request.vpcId}>',
    CreateSubnet: 'created <subnet {response.subnet.subnetId}>[ in {request.vpcId}]',
    DeleteSubnet: 'deleted <subnet {request.subnetId}>',
    CreateInternetGateway: 'created <internet gateway {response.internetGateway.internetGatewayId}>',
    AttachInternetGateway: 'attached <internet gateway {request.internetGatewayId}> to <VPC {request.vpcId}>',
    DeleteInternetGateway: 'deleted <internet gateway {request.internetGatewayId}>',
    CreateNatGateway: 'created a NAT gateway[ in {request.CreateNatGatewayRequest.SubnetId}]',
    DeleteNatGateway: 'deleted <NAT gateway {request.DeleteNatGatewayRequest.NatGatewayId}>',
    CreateRoute:
      'added a route[ to {request.destinationCidrBlock|request.destinationIpv6CidrBlock|request.destinationPrefixListId}] in <route table {request.routeTableId}>[ through {request.gatewayId|request.natGatewayId|request.instanceId}]',
    ReplaceRoute:
      'replaced <the route to {request.destinationCidrBlock|request.destinationIpv6CidrBlock}|a route> in <route table {request.routeTableId}>',
    DeleteRoute:
      'deleted <the route to {request.destinationCidrBlock|request.destinationIpv6CidrBlock}|a route> in <route table {request.routeTableId}>',
    DeleteRouteTable: 'deleted <route table {request.routeTableId}>',
    CreateNetworkAclEntry:
      'added a rule to <network ACL {request.networkAclId}>[: {request.ruleAction}][ {request.cidrBlock|request.ipv6CidrBlock}]',
    ReplaceNetworkAclEntry: 'replaced a rule of <network ACL {request.networkAclId}>',
    DeleteNetworkAclEntry: 'deleted a rule of <network ACL {request.networkAclId}>',
    DeleteNetworkAcl: 'deleted <network ACL {request.networkAclId}>',
    CreateVpcPeeringConnection:
      'requested VPC peering of <VPC {request.vpcId}> with <VPC {request.peerVpcId}|another VPC>',
    AcceptVpcPeeringConnection: 'accepted <VPC peering connection {request.vpcPeeringConnectionId}>',
    CreateFlowLogs: 'created flow logs[ for {request.CreateFlowLogsRequest.ResourceId.content}]',
    DeleteFlowLogs: 'deleted flow logs[ {request.DeleteFlowLogsRequest.FlowLogId.content}]',
    CreateVpcEndpoint: 'created a VPC endpoint[ for {request.CreateVpcEndpointRequest.ServiceName}]',
    DeleteVpcEndpoints: 'deleted VPC endpoints[ {request.DeleteVpcEndpointsRequest.VpcEndpointId.content}]',
    AllocateAddress: 'allocated <address {response.publicIp}>',
    CreateTrafficMirrorSession: 'started mirroring network traffic',
    CreateNetworkAcl: 'created <network ACL {response.networkAcl.networkAclId}>[ in {request.vpcId}]',
    ReplaceNetworkAclAssociation: 'moved a subnet to <network ACL {request.networkAclId}|another network ACL>',
    CreateCustomerGateway: 'created <customer gateway {response.customerGateway.customerGatewayId}>',
    DeleteCustomerGateway: 'deleted <customer gateway {request.customerGatewayId}>',
    DetachInternetGateway: 'detached <internet gateway {request.internetGatewayId}> from <VPC {request.vpcId}>',
    CreateRouteTable: 'created <route table {response.routeTable.routeTableId}>[ in {request.vpcId}]',
    AssociateRouteTable:
      'associated <route table {request.routeTableId}> with <{request.subnetId|request.gatewayId}|a subnet or gateway>',
    DisassociateRouteTable: 'removed <route table association {request.associationId}>',
    ReplaceRouteTableAssociation: 'moved a subnet to <route table {request.routeTableId}|another route table>',
    ModifyVpcAttribute: 'changed an attribute of <VPC {request.vpcId}>',
    ModifySubnetAttribute: 'changed an attribute of <subnet {request.subnetId}>',
    DeleteVpcPeeringConnection: 'deleted <VPC peering connection {request.vpcPeeringConnectionId}>',
    RejectVpcPeeringConnection: 'rejected <VPC peering connection {request.vpcPeeringConnectionId}>',
    AttachClassicLinkVpc: 'attached <instance {request.instanceId}> to <VPC {request.vpcId}> with ClassicLink',
    DetachClassicLinkVpc: 'detached <instance {request.instanceId}> from <VPC {request.vpcId}> with ClassicLink',
    EnableVpcClassicLink: 'enabled ClassicLink for <VPC {request.vpcId}>',
    DisableVpcClassicLink: 'disabled ClassicLink for <VPC {request.vpcId}>',
    CreateNetworkInterface:
      'created <network interface {response.networkInterface.networkInterfaceId}>[ in {request.subnetId}]',
    DeleteNetworkInterface: 'deleted <network interface {request.networkInterfaceId}>',
    AttachNetworkInterface:
      'attached <network interface {request.networkInterfaceId}> to <instance {request.instanceId}>',
    ModifyNetworkInterfaceAttribute: 'changed <network interface {request.networkInterfaceId}>',
    AssociateAddress:
      'associated <address {request.publicIp|request.allocationId}> with <{request.instanceId|request.networkInterfaceId}|an instance>',
    DisassociateAddress: 'disassociated <address {request.publicIp|request.associationId}>',
    ReleaseAddress: 'released <address {request.publicIp|request.allocationId}>',
    CreateDefaultVpc: 'created the default VPC',
    DeleteTrafficMirrorSession: 'stopped mirroring network traffic',
    CreateVpnConnection: 'created a VPN connection',
    DeleteVpnConnection: 'deleted <VPN connection {request.vpnConnectionId}>',
    CreateTrafficMirrorFilter: 'created a traffic mirror filter',
    CreateTrafficMirrorFilterRule: 'created a rule of a traffic mirror filter',
    CreateTrafficMirrorTarget: 'created a traffic mirror target',
  },
  'route53.amazonaws.com': {
    ChangeResourceRecordSets: 'changed DNS records[ in zone {request.hostedZoneId}]',
    CreateHostedZone: 'created <DNS zone {request.name}>',
    DeleteHostedZone: 'deleted <DNS zone {request.id}>',
    AssociateVPCWithHostedZone: 'associated a VPC with <DNS zone {request.hostedZoneId}>',
    DisassociateVPCFromHostedZone: 'disassociated a VPC from <DNS zone {request.hostedZoneId}>',
    DeleteQueryLoggingConfig: 'deleted <DNS query logging configuration {request.id}>',
  },
  'route53domains.amazonaws.com': {
    TransferDomainToAnotherAwsAccount:
      'started moving <domain {request.domainName}> to <account {request.accountId}|another account>',
    DisableDomainTransferLock: 'disabled the transfer lock of <domain {request.domainName}>',
    RegisterDomain: 'registered <domain {request.domainName}>',
  },
  'route53resolver.amazonaws.com': {
    DeleteResolverQueryLogConfig: 'deleted <DNS query logging configuration {request.resolverQueryLogConfigId}>',
    DisassociateResolverQueryLogConfig: 'removed DNS query logging from <VPC {request.resourceId}>',
  },
  'cloudfront.amazonaws.com': {
    CreateDistribution: 'created <CDN distribution {response.distribution.id}>',
    UpdateDistribution: 'changed <CDN distribution {request.id}>',
    DeleteDistribution: 'deleted <CDN distribution {request.id}>',
    CreateFunction: 'created <CDN function {request.name}>',
    PublishFunction: 'published <CDN function {request.name}>',
  },
  'wafv2.amazonaws.com': {
    DeleteWebACL: 'deleted <web ACL {request.name}>',
    UpdateWebACL: 'changed <web ACL {request.name}>',
    DisassociateWebACL: 'removed the web ACL from <{request.resourceArn}|a resource>',
    DeleteLoggingConfiguration: 'deleted the logging of <web ACL {request.resourceArn}>',
    UpdateIPSet: 'changed <firewall IP set {request.name}>',
    CreateWebACL: 'created <web ACL {request.name}>',
    AssociateWebACL: 'added a web ACL to <{request.resourceArn}|a resource>',
    DeleteIPSet: 'deleted <firewall IP set {request.name}>',
    DeleteRuleGroup: 'deleted <firewall rule group {request.name}>',
  },
  'acm.amazonaws.com': {
    RequestCertificate: 'requested a certificate[ for {request.domainName}]',
    ImportCertificate: 'imported <certificate {response.certificateArn}>',
    DeleteCertificate: 'deleted <certificate {request.certificateArn}>',
    ExportCertificate: 'exported <certificate {request.certificateArn}>',
  },
  'elasticloadbalancing.amazonaws.com': {
    DeleteLoadBalancer: 'deleted <load balancer {request.loadBalancerArn|request.loadBalancerName}>',
    DeleteListener: 'deleted <listener {request.listenerArn}>',
    CreateLoadBalancer: 'created <load balancer {request.name|request.loadBalancerName}>',
    ModifyLoadBalancerAttributes: 'changed <load balancer {request.loadBalancerArn|request.loadBalancerName}>',
    CreateListener: 'created a listener[ of load balancer {request.loadBalancerArn}]',
    ModifyListener: 'changed <listener {request.listenerArn}>',
    CreateTargetGroup: 'created <target group {request.name}>',
    DeleteTargetGroup: 'deleted <target group {request.targetGroupArn}>',
    RegisterTargets: 'registered targets with <target group {request.targetGroupArn}>',
    DeregisterTargets: 'deregistered targets of <target group {request.targetGroupArn}>',
    CreateRule: 'created a rule of a listener',
  },
  'network-firewall.amazonaws.com': {
    DeleteFirewall: 'deleted <network firewall {request.firewallName|request.firewallArn}>',
    DeleteFirewallPolicy: 'deleted <network firewall policy {request.firewallPolicyName|request.firewallPolicyArn}>',
  },
  'ses.amazonaws.com': {
    UpdateAccountSendingEnabled: 'changed whether the account may send email',
    PutAccountSendingAttributes: 'changed whether the account may send email',
    PutAccountDetails: "changed the account's details for sending email",
    VerifyEmailIdentity: 'added <email sender {request.emailAddress}>',
    VerifyDomainIdentity: 'added <email domain {request.domain}>',
    CreateEmailIdentity: 'added <email sender {request.emailIdentity}>',
    DeleteIdentity: 'deleted <email sender {request.identity}>',
    SendEmail: 'sent an email',
  },
};
