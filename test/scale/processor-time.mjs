import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const MS_PER_TICK = 10;

/**
 * A process's parent, and the processor time of it and of the children that it has outlived, in ms.
 *
 * @param {number} pid
 */
function readProcess(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name before them, in brackets, may hold anything.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
		return [{ pid, parent: Number(fields[1]), ms: ticks * MS_PER_TICK }];
	} catch {
		return [];
	}
}

/**
 * Processor time that a process and all below it have used, in ms; unlike the clock's time, it says
 * little about what else the machine does. Linux only.
 *
 * @param {number | undefined} pid of a process that was started
 */
export function processorMs(pid) {
	const all = readdirSync('/proc').filter(Number).map(Number).flatMap(readProcess);
	/** @type {(parent: number | undefined) => number} */
	const below = (parent) =>
		all
			.filter((entry) => entry.parent === parent)
			.reduce((sum, entry) => sum + entry.ms + below(entry.pid), 0);
	return (all.find((entry) => entry.pid === pid)?.ms ?? 0) + below(pid);
}
