import { expect, it } from '@jest/globals';
import { versionDefaults } from '../../src/contract/versions';

it('what a request leaves out is what tables 4-1 and 4-4 of the reference say', () => {
	const { 'v1.0': first, v2: second } = versionDefaults;
	expect([first.limit, first.threshold]).toEqual([30, 0]);
	expect([second.limit, second.threshold]).toEqual([50, 60]);
});

it('a request may ask for as many tags as it likes in the first version, and for 150 in the second', () => {
	expect(versionDefaults['v1.0'].maxLimit).toBeGreaterThan(1e9);
	expect(versionDefaults.v2.maxLimit).toBe(150);
});
