// Functions on network addresses. In: a constant list of networks, then strings. Out: true or false.
// CloudTrail's sourceIPAddress also contains service names: a string that is not an address is in no network.

import ipaddr from 'ipaddr.js';
import { type LanguageFunction, type Run, textsOf, type Unusable } from './language-function.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Functions of network addresses. */
export const networkFunctions: readonly LanguageFunction[] = [
  {
    name: 'inCidr',
    aliases: [],
    parameters: [
      { name: 'address', type: 'text' },
      { name: 'networks', type: 'texts', constant: true },
    ],
    returns: 'boolean',
    summary: 'True if the IPv4 or IPv6 address is in the network, or in any network of a list.',
    example: 'not inCidr(sourceIPAddress, ["10.0.0.0/8", "2001:db8::/32"])',
    prepare: ([, networks]) => prepareNetworks(textsOf(networks)),
  },
];

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
