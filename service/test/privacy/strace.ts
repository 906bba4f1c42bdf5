import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether this machine has strace, which Linux alone can have. */
export const hasStrace = spawnSync('strace', ['--version']).status === 0;

/** System calls that reach another program or change a file; `?` for those that not every processor has. */
const CALLS = [
	...['connect', 'bind', 'sendto', 'sendmsg', 'sendmmsg'],
	...[
		'?open',
		'openat',
		'?openat2',
		'?creat',
		'?truncate',
		'?mkdir',
		'mkdirat',
		'?mknod',
		'mknodat',
	],
	...['?unlink', 'unlinkat', '?rmdir', '?rename', '?renameat', 'renameat2', '?link', 'linkat'],
	...['?symlink', 'symlinkat', '?chmod', 'fchmodat', '?chown', 'fchownat', 'setxattr'],
];

/** Runs node under strace, with all processes that it starts, and writes what they ask of the kernel to `trace`. */
export const trace = (
	trace: string,
	args: string[],
	options: { cwd: string; env: Record<string, string> },
): ChildProcess => {
	const strace = [
		'-f',
		'--seccomp-bpf',
		'-s',
		'256',
		'-e',
		`trace=${CALLS.join(',')}`,
		'-o',
		trace,
	];
	// strace passes signals on to nobody, but ends with what it runs.
	return spawn('strace', [...strace, process.execPath, ...args], {
		...options,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
};

export interface Seen {
	/** Addresses with ports that a process connected or sent to, and paths of sockets. */
	addresses: string[];
	/** Addresses with ports that it listened on. */
	listening: string[];
	/** Files that it created, changed or opened to do so. */
	changed: string[];
}

/** The address in a call: that of a network, or the path of a local socket. */
function addressIn(call: string): string | undefined {
	const port = /sin6?_port=htons\((\d+)\)/.exec(call)?.[1];
	const host = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/.exec(call);
	if (port !== undefined) return `${host?.[1] ?? host?.[2]}:${port}`;
	return /sa_family=AF_UNIX, sun_path=@?"([^"]+)"/.exec(call)?.[1];
}

const OPENS = /^(open|openat|openat2)$/;
const CHANGES =
	/^(creat|truncate|mk|unlink|rmdir|rename|link|symlink|chmod|fchmod|chown|fchown|setxattr)/;

/** What a trace tells. Calls that failed count too: they were tried. */
export function readTrace(file: string): Seen {
	const seen = {
		addresses: new Set<string>(),
		listening: new Set<string>(),
		changed: new Set<string>(),
	};
	for (const line of readFileSync(file, 'utf8').split('\n')) {
		const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
		const address = /^(connect|send|bind)/.test(name) ? addressIn(rest) : undefined;
		if (address !== undefined) seen[name === 'bind' ? 'listening' : 'addresses'].add(address);
		const writes = OPENS.test(name) && /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(rest);
		if (writes || CHANGES.test(name)) {
			const paths = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path);
			seen.changed.add(paths.at(-1) ?? rest);
		}
	}
	return {
		addresses: [...seen.addresses],
		listening: [...seen.listening],
		changed: [...seen.changed],
	};
}
