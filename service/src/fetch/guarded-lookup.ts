import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** The address, or one of those that the name stands for, is not one that the service fetches from. */
export class RefusedAddress extends Error {
	constructor() {
		super('The address is not one to fetch from.');
	}
}

/**
 * A DNS look-up for sockets that hands out checked addresses only, so that the address checked is the
 * address connected and no second look-up can bring another one. One refused address of a name refuses
 * them all.
 * @param resolve the look-up behind it
 */
export function guardedLookup(
	mayReach: (address: string) => boolean,
	resolve: typeof systemLookup = systemLookup,
): LookupFunction {
	return (hostname, options, callback) => {
		resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
			const [first] = error ? [] : addresses;
			if (error) callback(error, '');
			else if (!first || !addresses.every(({ address }) => mayReach(address))) {
				callback(new RefusedAddress(), '');
			} else if (options.all) callback(null, addresses);
			else callback(null, first.address, first.family);
		});
	};
}
