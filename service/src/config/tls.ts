import { createPrivateKey, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { ConfigError } from './faults';
import type { SettingsFiles } from './files';
import type { Config } from './schema';

export interface Tls {
	cert: Buffer;
	key: Buffer;
}

/**
 * Reads certificate and key, and tries them before the server does.
 * @param folder to which the paths are relative
 * @throws {ConfigError} naming the field
 */
export function readTls(
	folder: string,
	{ certificateFile, keyFile }: NonNullable<Config['tls']>,
	files: SettingsFiles,
): Tls {
	const read = (field: string, file: string) => {
		try {
			return files.read(resolve(folder, file));
		} catch (error) {
			throw new ConfigError(`${field} can't be read: ${(error as Error).message}.`);
		}
	};
	const cert = read('tls.certificateFile', certificateFile);
	const key = read('tls.keyFile', keyFile);
	const certificate = parse(
		() => new X509Certificate(cert),
		'tls.certificateFile names a file that is not a certificate in PEM.',
	);
	const privateKey = parse(
		() => createPrivateKey(key),
		'tls.keyFile names a file that is not a private key in PEM without a passphrase.',
	);
	if (!certificate.checkPrivateKey(privateKey)) {
		throw new ConfigError('tls.keyFile is not the key of the certificate in tls.certificateFile.');
	}
	return { cert, key };
}

function parse<T>(read: () => T, fault: string): T {
	try {
		return read();
	} catch {
		throw new ConfigError(fault);
	}
}
