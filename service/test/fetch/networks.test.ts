import { networkInterfaces } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { networkPolicy } from '../../src/fetch/networks';

const policy = (
	{ allow = [], deny = [] }: { allow?: string[]; deny?: string[] } = {},
	own: string[] = [],
) => networkPolicy({ allowNetworks: allow, denyNetworks: deny }, () => own);

const everything = ['0.0.0.0/0', '::/0'];

it.each([
	'1.1.1.1',
	'93.184.216.34',
	'172.32.0.1',
	'100.128.0.1',
	'2606:4700::1111',
	'2a00:1450::1',
])('%s of the public internet is reached', (address) => expect(policy()(address)).toBe(true));

/** First and last address of each range that has two, so that a range cut short shows too. */
const closed = [
	['loopback', '127.0.0.1', '127.255.255.255', '::1'],
	[
		'private',
		'10.0.0.0',
		'10.255.255.255',
		'172.16.0.0',
		'172.31.255.255',
		'192.168.0.0',
		'192.168.255.255',
	],
	['carrier-grade NAT', '100.64.0.0', '100.127.255.255'],
	['unique local', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
	['site-local', 'fec0::1'],
	['multicast', '224.0.0.0', '239.255.255.255', 'ff02::1'],
	['broadcast and reserved', '240.0.0.1', '255.255.255.255'],
	[
		'documentation and tests',
		'192.0.2.1',
		'198.18.0.1',
		'198.51.100.1',
		'203.0.113.1',
		'2001:db8::1',
	],
	['discarded', '100::1'],
	['not given out', '4000::1', '::5'],
] as const;

/** What could be metadata of a cloud, or this machine, whatever the operator opens. */
const never = [
	['link-local', '169.254.0.0', '169.254.169.254', '169.254.255.255', 'fe80::1', 'febf::1'],
	[
		"a platform's own",
		'168.63.129.16',
		'100.100.100.200',
		'192.0.0.192',
		'fd00:ec2::254',
		'fd20:ce::254',
	],
	['unspecified', '0.0.0.0', '0.255.255.255', '::'],
	['IPv4-mapped', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe'],
	['NAT64', '64:ff9b::808:808', '64:ff9b:1::a9fe:a9fe'],
	['6to4', '2002:808:808::', '2002:a9fe:a9fe::'],
	['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
	['no address', 'localhost', '', '127.1', '1.2.3.4.'],
] as const;

describe('by default nobody reaches', () => {
	it.each([...closed, ...never])('%s addresses', (_kind, ...addresses) => {
		for (const address of addresses) expect([address, policy()(address)]).toEqual([address, false]);
	});
});

describe('an operator who opens everything', () => {
	const mayReach = policy({ allow: everything });

	it.each(closed)('opens %s addresses', (_kind, ...addresses) => {
		for (const address of addresses) expect([address, mayReach(address)]).toEqual([address, true]);
	});

	it.each(never)('opens no %s addresses', (_kind, ...addresses) => {
		for (const address of addresses) expect([address, mayReach(address)]).toEqual([address, false]);
	});

	it('opens not the metadata address even when he names it', () => {
		expect(policy({ allow: ['169.254.169.254', '100.100.100.200/32'] })('169.254.169.254')).toBe(
			false,
		);
		expect(policy({ allow: ['100.100.100.200/32'] })('100.100.100.200')).toBe(false);
	});
});

it('a network that is opened opens nothing beside it', () => {
	const mayReach = policy({ allow: ['10.1.0.0/16', 'fd12::/16'] });
	expect(['10.1.255.1', '10.2.0.1', 'fd12::1', 'fd13::1'].map(mayReach)).toEqual([
		true,
		false,
		true,
		false,
	]);
});

it('a network that is denied stays closed, public or opened', () => {
	const mayReach = policy({
		allow: ['10.0.0.0/8'],
		deny: ['10.9.0.0/16', '93.184.216.0/24', '2606:4700::/32'],
	});
	const asked = ['10.8.0.1', '10.9.0.1', '93.184.216.34', '93.184.217.1', '2606:4700::1111'];
	expect(asked.map(mayReach)).toEqual([true, false, false, true, false]);
});

describe("this machine's own addresses", () => {
	const own = ['127.0.0.1', '10.0.0.5', '93.184.216.34', '2606:4700::1111'];

	it('are closed, the public ones too, though their network is open', () => {
		const mayReach = policy({ allow: ['10.0.0.0/8'] }, own);
		expect(own.map(mayReach)).toEqual([false, false, false, false]);
		expect(mayReach('10.0.0.6')).toBe(true);
	});

	it('are opened by being named, and loopback by its network', () => {
		const mayReach = policy({ allow: ['127.0.0.0/8', '10.0.0.5', '93.184.216.34/32'] }, own);
		expect(own.map(mayReach)).toEqual([true, true, true, false]);
	});

	it('are those of its interfaces', () => {
		const mayReach = networkPolicy({ allowNetworks: ['::/0', '0.0.0.0/0'], denyNetworks: [] });
		const external = Object.values(networkInterfaces())
			.flatMap((found) => found ?? [])
			.filter(({ internal }) => !internal);
		expect(external.filter(({ address }) => mayReach(address))).toEqual([]);
	});
});
