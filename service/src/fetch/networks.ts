import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

type Address = IPv4 | IPv6;
type Network = [Address, number];

export interface NetworkSettings {
	/** Addresses and CIDR that may be reached though they are not public. */
	allowNetworks: string[];
	/** Those that may not be reached, public or not. */
	denyNetworks: string[];
}

/**
 * What no setting opens. The metadata services of the clouds hand out credentials to whoever can ask from this machine;
 * an IPv6 form that carries an IPv4 address could carry theirs; the unspecified address is this machine.
 */
const never = [
	...['0.0.0.0/8', '::/128'],
	// Link-local, with the metadata of AWS, Azure, Google, Huawei Cloud, OpenStack and others.
	...['169.254.0.0/16', 'fe80::/10'],
	// The same, or the platform's own service: Azure, Alibaba, Oracle, AWS, Google.
	...['168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'],
	// IPv4-mapped, NAT64 (RFC 6052 and 8215), Teredo, 6to4.
	...['::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
].map(parseNetwork);

const globalUnicast = parseNetwork('2000::/3');

/**
 * Which addresses `url` may reach: those of the public internet and of the networks that the operator opens. This
 * machine's own public or internal addresses stay closed unless one is named by itself.
 * @param ownAddresses of this machine's interfaces, asked for each time, since they come and go
 */
export function networkPolicy(
	{ allowNetworks, denyNetworks }: NetworkSettings,
	ownAddresses: () => string[] = interfaceAddresses,
): (address: string) => boolean {
	const allowed = allowNetworks.map(parseNetwork);
	const denied = denyNetworks.map(parseNetwork);
	return (text) => {
		if (isIP(text) === 0) return false;
		const address = ipaddr.parse(text);
		if (isIn(never, address) || isIn(denied, address)) return false;
		if (isOwn(address, ownAddresses())) return isIn(allowed.filter(isSingle), address);
		return isIn(allowed, address) || isPublic(address);
	};
}

function parseNetwork(text: string): Network {
	if (text.includes('/')) return ipaddr.parseCIDR(text);
	const address = ipaddr.parse(text);
	return [address, widthOf(address)];
}

function widthOf(address: Address): number {
	return address.toByteArray().length * 8;
}

const isSingle = ([address, bits]: Network) => bits === widthOf(address);

function isIn(networks: Network[], address: Address): boolean {
	return networks.some(
		([base, bits]) => base.kind() === address.kind() && matches(address, base, bits),
	);
}

const matches = (address: Address, base: Address, bits: number) =>
	(address as IPv4).match(base, bits);

/** Loopback is opened like any other network: nobody takes it for that of a storage. */
function isOwn(address: Address, own: string[]): boolean {
	return address.range() !== 'loopback' && own.includes(address.toString());
}

function isPublic(address: Address): boolean {
	if (address.range() !== 'unicast') return false;
	return address.kind() === 'ipv4' || isIn([globalUnicast], address);
}

function interfaceAddresses(): string[] {
	const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
	return addresses.map(({ address }) => ipaddr.parse(address).toString());
}
