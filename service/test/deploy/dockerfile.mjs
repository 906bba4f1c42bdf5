import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @returns {{instruction: string, rest: string}[]} in order, continued lines joined, comments left out */
export function readDockerfile(file) {
	return readFileSync(file, 'utf8')
		.replace(/^\s*#.*$/gm, '')
		.replace(/\\\n/g, ' ')
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => {
			const [, instruction, rest] = /^(\S+)\s+(.*)$/.exec(line.trim());
			return { instruction, rest };
		});
}

/** What .dockerignore lets through. @throws it is not of the form "nothing but these" */
function readContext(folder) {
	const [first, ...rest] = readFileSync(path.join(folder, '.dockerignore'), 'utf8')
		.split('\n')
		.filter(Boolean);
	if (first !== '*' || rest.some((line) => !line.startsWith('!'))) {
		throw new Error('.dockerignore has to exclude everything and then name what is needed');
	}
	const allowed = rest.map((line) => line.slice(1));
	return (name) => allowed.some((pattern) => path.matchesGlob(name, pattern));
}

/** The one file or folder that a source of COPY stands for. */
function originOf(folder, source) {
	const pattern = path.basename(source);
	if (!pattern.includes('*')) return path.join(folder, source);
	const fitting = readdirSync(folder).filter((name) => path.matchesGlob(name, pattern));
	if (fitting.length !== 1) throw new Error(`COPY ${source}: ${fitting.length} files fit`);
	return path.join(folder, fitting[0]);
}

/** What npm needs to know of this machine; nothing else of its environment reaches the image. */
const hostEnvironment = () =>
	Object.fromEntries(
		Object.entries(process.env).filter(([name]) =>
			/^(PATH|HOME|npm_config_(registry|cache|userconfig|.*proxy)|https?_proxy|NODE_EXTRA_CA_CERTS)$/i.test(
				name,
			),
		),
	);

/** The instructions, each on the stage that is being made. */
const carriers = {
	ENV(stage, rest) {
		for (const [, name, value] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[name] = value;
	},
	WORKDIR(stage, rest) {
		stage.workdir = path.join(stage.root, rest);
		mkdirSync(stage.workdir, { recursive: true });
	},
	COPY(stage, rest, { context, allowed, stages }) {
		const words = rest.split(/\s+/);
		const from = /^--from=(.+)$/.exec(words[0])?.[1];
		const [target, ...sources] = (from ? words.slice(1) : words).reverse();
		for (const source of sources) {
			const origin = originOf(from ? stages[from].root : context, source);
			if (!from && !allowed(path.relative(context, origin))) {
				throw new Error(`COPY ${source}: .dockerignore keeps it out`);
			}
			if (!existsSync(origin)) throw new Error(`COPY ${source}: there is no such file`);
			const into = target.endsWith('/') ? path.join(target, path.basename(source)) : target;
			cpSync(origin, path.resolve(stage.workdir, into), {
				recursive: true,
				verbatimSymlinks: true,
			});
		}
	},
	async RUN(stage, command) {
		const env = { ...hostEnvironment(), ...stage.env };
		await run('/bin/sh', ['-c', command], { cwd: stage.workdir, env });
	},
	USER(stage, rest) {
		stage.user = rest;
	},
	ENTRYPOINT(stage, rest) {
		stage.entryPoint = JSON.parse(rest);
	},
	CMD(stage, rest) {
		stage.command = [...stage.entryPoint, ...JSON.parse(rest)];
	},
	HEALTHCHECK(stage, rest) {
		stage.healthCheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4));
	},
	EXPOSE(stage, rest) {
		stage.port = Number(rest);
	},
};

/**
 * Carries out a Dockerfile in plain folders, one a stage, with this machine's Node in place of the
 * base image's.
 *
 * @param {string} context folder that holds Dockerfile and .dockerignore
 * @param {string} target empty folder
 * @returns {Promise<{root: string, workdir: string, env: Record<string, string>, user: string,
 *   command: string[], healthCheck: string[], port: number}>} the last stage
 * @throws an instruction that fails, or one that is not known here
 */
export async function carryOut(context, target) {
	const allowed = readContext(context);
	const stages = {};
	let stage;
	for (const { instruction, rest } of readDockerfile(path.join(context, 'Dockerfile'))) {
		if (instruction === 'FROM') {
			const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'image';
			stage = { root: path.join(target, name), env: {} };
			stages[name] = stage;
		} else if (carriers[instruction]) {
			await carriers[instruction](stage, rest, { context, allowed, stages });
		} else throw new Error(`${instruction} is not carried out here`);
	}
	return stage;
}
