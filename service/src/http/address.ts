import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Who a client is as far as its address tells: an IPv4 address, or the /64 of an IPv6 address, of which whoever has one
 * has all.
 */
export function addressKey(address = ''): string {
	if (!ipaddr.isValid(address)) return '';
	const parsed = ipaddr.process(address);
	if (parsed instanceof ipaddr.IPv4) return parsed.toString();
	const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
	return `${network.join(':')}::/64`;
}

/** @param networks addresses and CIDR */
export function addressList(networks: string[]): (address: string | undefined) => boolean {
	const list = new BlockList();
	for (const network of networks) {
		const [base, bits] = network.split('/') as [string, string?];
		const family = familyOf(base);
		if (bits === undefined) list.addAddress(base, family);
		else list.addSubnet(base, Number(bits), family);
	}
	return (address) => address !== undefined && list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
