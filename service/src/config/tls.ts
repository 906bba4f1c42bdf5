import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from './error';
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
export function readTls(folder: string, files: NonNullable<Config['tls']>): Tls {
	const cert = read(folder, 'tls.certificateFile', files.certificateFile);
	const key = read(folder, 'tls.keyFile', files.keyFile);
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

function read(folder: string, field: string, file: string): Buffer {
	try {
		return readFileSync(resolve(folder, file));
	} catch (error) {
		throw new ConfigError(`${field} can't be read: ${(error as Error).message}.`);
	}
}

function parse<T>(read: () => T, fault: string): T {
	try {
		return read();
	} catch {
		throw new ConfigError(fault);
	}
}
