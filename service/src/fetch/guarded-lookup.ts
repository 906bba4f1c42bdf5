import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './addresses';

/** The name stands for an address that the service doesn't fetch from. */
export class RefusedAddress extends Error {
	constructor() {
		super('The address is not on the public internet.');
	}
}

/**
 * A DNS look-up for sockets that hands out checked addresses only, so that the address checked is the
 * address connected and no second look-up can bring another one. One address of the name that isn't
 * public refuses them all.
 * @param resolve the look-up behind it
 */
export function guardedLookup(resolve: typeof systemLookup = systemLookup): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
			const [first] = error ? [] : addresses;
			if (error) callback(error, '');
			else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
				callback(new RefusedAddress(), '');
			} else if (options.all) callback(null, addresses);
			else callback(null, first.address, first.family);
		});
	};
}
