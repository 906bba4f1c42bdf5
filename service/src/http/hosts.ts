import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Whether the service answers to what a request names as its host. A page of the web can have its own name stand for
 * this machine's address, and would then be this service's origin to a browser; so names are known ones only.
 * Addresses stand for themselves.
 * @param listeningOn the host of the settings
 * @param names given by the operator; otherwise what the machine is called
 */
export function hostCheck(
	listeningOn: string,
	names: string[] | undefined,
): (header: string | undefined) => boolean {
	const known = new Set(
		(names ?? [hostname()]).concat('localhost', listeningOn).map((name) => name.toLowerCase()),
	);
	return (header) => {
		if (header === undefined) return true;
		const name = nameIn(header);
		return name !== undefined && (known.has(name) || isIP(name) !== 0);
	};
}

/** Without port, brackets and the dot of a complete name. */
function nameIn(header: string): string | undefined {
	const match = /^(?:\[([0-9a-f:.]+)\]|([^[\]:]+?)\.?)(?::\d*)?$/i.exec(header);
	return (match?.[1] ?? match?.[2])?.toLowerCase();
}
