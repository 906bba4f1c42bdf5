import { describe, expect, it } from '@jest/globals';
import { addressKey, addressList } from '../../src/http/address';

describe('who a client is', () => {
	it.each([
		['192.0.2.1', '192.0.2.1'],
		['::ffff:192.0.2.1', '192.0.2.1'],
		['2001:db8:1:2::1', '2001:db8:1:2::/64'],
		['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
		['2001:db8:1:3::1', '2001:db8:1:3::/64'],
		['2001:db8:abcd:ef01::1', '2001:db8:abcd:ef01::/64'],
		['::1', '0:0:0:0::/64'],
		['localhost', ''],
		['', ''],
		[undefined, ''],
	])('%s: an IPv4 address, or the network of an IPv6 address', (address, key) => {
		expect(addressKey(address)).toBe(key);
	});
});

describe('a list of networks', () => {
	const isIn = addressList(['192.0.2.1', '10.1.0.0/16', '2001:db8::1', '2001:db8:1::/48']);

	it.each([
		['192.0.2.1', true],
		['::ffff:192.0.2.1', true],
		['192.0.2.2', false],
		['10.1.255.255', true],
		['10.2.0.0', false],
		['2001:db8::1', true],
		['2001:db8::2', false],
		['2001:db8:1:ffff::1', true],
		['2001:db8:2::1', false],
		['localhost', false],
		['', false],
		[undefined, false],
	])('has %s or not', (address, is) => {
		expect(isIn(address)).toBe(is);
	});

	it('that is empty has nobody', () => {
		expect(addressList([])('192.0.2.1')).toBe(false);
	});
});
