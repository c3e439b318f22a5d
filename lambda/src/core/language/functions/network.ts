// Functions on network addresses. In: constants, then strings. Out: true or false, or the network of an address.
// CloudTrail's sourceIPAddress also contains service names: a string that is not an address is in no network.

import ipaddr from 'ipaddr.js';
import type { Value } from '../values.ts';
import { type LanguageFunction, type Run, textsOf, type Unusable } from './language-function.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Functions of network addresses. */
export const networkFunctions: readonly LanguageFunction[] = [
  {
    name: 'inCidr',
    parameters: [
      { name: 'address', type: 'text' },
      { name: 'networks', type: 'texts', constant: true },
    ],
    returns: 'boolean',
    summary: 'True if the IPv4 or IPv6 address is in the network, or in any network of a list.',
    example: 'not inCidr(sourceIPAddress, ["10.0.0.0/8", "2001:db8::/32"])',
    prepare: ([, networks]) => prepareNetworks(textsOf(networks)),
  },
  {
    name: 'isPublicIp',
    parameters: [{ name: 'address', type: 'text' }],
    returns: 'boolean',
    summary: 'True if the string is an IPv4 or IPv6 address that is reachable on the internet.',
    example: 'isPublicIp(sourceIPAddress) and not inCidr(sourceIPAddress, ["198.41.0.0/24"])',
    prepare: () => isPublicIp,
  },
  {
    name: 'networkOf',
    parameters: [
      { name: 'address', type: 'text' },
      { name: 'bits', type: 'number', constant: true, optional: true },
    ],
    returns: 'scalar',
    summary:
      'The network of an IPv4 address, `bits` long (16), or the /48 network of an IPv6 address; null for other strings.',
    example: 'networkOf(sourceIPAddress, 24) == "203.0.113.0/24"',
    prepare: ([, bits]) => prepareNetworkOf(bits ?? 16),
  },
];

// Address blocks that carry the traffic of the internet, by the names of the library. Every other block is for special
// purposes: https://www.iana.org/assignments/iana-ipv4-special-registry and .../iana-ipv6-special-registry.
const PUBLIC_RANGES = new Set(['unicast', 'as112', 'as112v6', 'amt', '6to4', 'teredo']);

const isPublicIp: Run = (value) => {
  const address = readAddress(value as string);
  return address !== undefined && PUBLIC_RANGES.has(address.range());
};

// A site has usually one /48: https://www.rfc-editor.org/rfc/rfc6177
const IPV6_SITE_BITS = 48;

function prepareNetworkOf(bits: Value): Run | Unusable {
  if (typeof bits !== 'number' || !Number.isInteger(bits) || bits < 1 || bits > 32) {
    const message = 'the length of an IPv4 network is a whole number from 1 to 32';
    return { code: 'invalid_pattern', argument: 1, message, hint: 'write a number such as 16 or 24' };
  }
  return (value) => {
    const address = readAddress(value as string);
    if (address === undefined) return null;
    return address.kind() === 'ipv4'
      ? `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`
      : `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_SITE_BITS}`)}/${IPV6_SITE_BITS}`;
  };
}

function prepareNetworks(texts: readonly string[]): Run | Unusable {
  const networks: Network[] = [];
  for (const text of texts) {
    const network = readNetwork(text);
    if (network === undefined) return unusable(text);
    networks.push(network);
  }
  return (value) => {
    const address = readAddress(value as string);
    return address !== undefined && networks.some((network) => includesAddress(network, address));
  };
}

function readNetwork(text: string): Network | undefined {
  const [base, bits, ...rest] = text.split('/');
  const address = readAddress(base as string);
  if (address === undefined || rest.length > 0) return undefined;
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return [address, width];
  return /^\d{1,3}$/.test(bits) && Number(bits) <= width ? [address, Number(bits)] : undefined;
}

// The library also parses `127.1` and `0x7f.0.0.1`, which CloudTrail never writes.
function readAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function includesAddress([base, bits]: Network, address: Address): boolean {
  return base.kind() === address.kind() && address.match(base, bits);
}

function unusable(text: string): Unusable {
  const message = `${JSON.stringify(text.slice(0, 60))} is not a network`;
  return {
    code: 'invalid_pattern',
    argument: 1,
    message,
    hint: 'write a network such as "10.0.0.0/8" or "2001:db8::/32", or one address',
  };
}
