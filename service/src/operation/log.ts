import { fstatSync } from 'node:fs';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/schema';

export type { Logger };

/** Bytes of lines that are kept while nobody reads them. */
const keptBytes = 1024 * 1024;

const STDERR = 2;

/** Lines that were lost because nobody took them. */
export interface Lost {
	lines: number;
}

/**
 * JSON lines on standard error; standard output is for the line that says where the service listens. Nothing waits
 * for the log: lines that can't be written, on a full disk or to a reader that stalls, are kept up to 1 MB, then lost
 * and counted.
 */
export function createLogger(level: Config['logLevel']): { log: Logger; lost: Readonly<Lost> } {
	const lost: Lost = { lines: 0 };
	const log = pino(
		{
			name: 'image-tagging',
			level,
			base: { pid: process.pid },
			timestamp: pino.stdTimeFunctions.isoTime,
		},
		hasReader() ? toReader(lost) : toFile(lost),
	);
	return { log, lost };
}

/** A pipe, a socket such as the journal's, or a terminal: whatever is taken by somebody, who may stop doing so. */
function hasReader(): boolean {
	const kind = fstatSync(STDERR);
	return kind.isFIFO() || kind.isSocket() || process.stderr.isTTY;
}

/** Node's own stream never blocks on a pipe or socket; what it holds back is seen in its length. */
function toReader(lost: Lost): DestinationStream {
	const { stderr } = process;
	// The reader is gone: the lines are lost, the service goes on.
	stderr.on('error', () => undefined);
	return {
		write(line) {
			if (stderr.writable && stderr.writableLength + line.length <= keptBytes) stderr.write(line);
			else lost.lines++;
		},
	};
}

function toFile(lost: Lost): DestinationStream {
	const file = pino.destination({ dest: STDERR, sync: true, maxLength: keptBytes });
	file.on('error', () => undefined);
	file.on('drop', () => lost.lines++);
	return file;
}
