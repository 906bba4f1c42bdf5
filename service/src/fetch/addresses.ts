import ipaddr from 'ipaddr.js';

/**
 * Addresses that look public but belong to a cloud's own machinery.
 * 168.63.129.16: Azure's platform service.
 */
const platformAddresses = new Set(['168.63.129.16']);

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for addresses of the public internet. Everything else stays out of reach: loopback, private,
 * link-local with the clouds' metadata, carrier-grade NAT, multicast, reserved ranges, and the IPv6 forms
 * that carry an IPv4 address (mapped, 6to4, NAT64, Teredo), since those could carry a private one.
 */
export function isPublicAddress(address: string): boolean {
	if (!ipaddr.isValid(address)) return false;
	const parsed = ipaddr.parse(address);
	if (parsed.range() !== 'unicast') return false;
	if (parsed instanceof ipaddr.IPv6) return parsed.match(globalUnicast);
	return !platformAddresses.has(parsed.toString());
}
