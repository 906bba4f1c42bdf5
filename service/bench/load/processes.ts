import { readFileSync } from 'node:fs';

/** Ticks of Linux's clock in a second, as /proc counts processor time. */
const TICKS = 100;

/** Processor time that the processes have used, in milliseconds (Linux). */
export const processorMsOf = (pids: number[]): number =>
	pids.reduce((sum, pid) => {
		// The name, in brackets, may hold blanks; user and system time are the 12th and 13th after it.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /, '')
			.split(' ');
		return sum + ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000;
	}, 0);

/** Ids of the processes that the process started, such as the service's workers (Linux). */
export const childrenOf = (pid: number): number[] =>
	readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** Resident memory of the processes, in bytes (Linux). */
export const residentBytesOf = (pids: number[]): number =>
	pids.reduce((sum, pid) => {
		const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
		return sum + Number(line?.[1] ?? 0) * 1024;
	}, 0);
