import pino, { type Logger } from 'pino';
import type { Config } from '../config/schema';

export type { Logger };

/** Bytes of lines that are kept while they can't be written. */
const keptBytes = 1024 * 1024;

/**
 * JSON lines on standard error; standard output is for the line that says where the service listens.
 * Lines that can't be written, as on a full disk, wait for later ones, or are lost: that is no reason to end.
 */
export function createLogger(level: Config['logLevel']): Logger {
	const destination = pino.destination({ dest: 2, sync: true, maxLength: keptBytes });
	destination.on('error', () => undefined);
	return pino(
		{
			name: 'image-tagging',
			level,
			base: { pid: process.pid },
			timestamp: pino.stdTimeFunctions.isoTime,
		},
		destination,
	);
}
