import pino, { type Logger } from 'pino';
import type { Config } from '../config/schema';

export type { Logger };

/** JSON lines on standard error; standard output is for the line that says where the service listens. */
export function createLogger(level: Config['logLevel']): Logger {
	return pino(
		{
			name: 'image-tagging',
			level,
			base: { pid: process.pid },
			timestamp: pino.stdTimeFunctions.isoTime,
		},
		pino.destination({ dest: 2, sync: true }),
	);
}
