import { isDeepStrictEqual } from 'node:util';
import { SettingsFiles, watchFiles } from '../config/files';
import type { Settings } from '../config/load';
import type { RenewableEngine } from '../engine';
import { applyLimits, contextWith, engineOptions, type Context } from './context';
import type { Fronts } from './fronts';

/** What a reload works on, and from where it has the settings. */
export interface Reloadable {
	context: Context;
	fronts: Fronts;
	engine: RenewableEngine;
	/** From which the settings of the start came. */
	files: SettingsFiles;
	/** @throws {Error} whose message is the sentence for the operator */
	load: (files: SettingsFiles) => Settings;
}

/** Takes over other settings while the service runs: one reading after the other, each in full or not at all. */
export class Reloader {
	#settings: Settings;
	#files: SettingsFiles;
	/** Why they are to be read once more. */
	readonly #causes = new Set<string>();
	/** Until the start is through, or while a reading is. */
	#busy = true;

	constructor(private readonly service: Reloadable) {
		this.#settings = service.context.settings;
		this.#files = service.files;
	}

	/** To be called when the service has started: from then on it follows its files too. */
	begin(): void {
		if (this.#settings.file) {
			watchFiles(
				() => this.#files,
				() => this.ask('a changed file'),
			);
		}
		void this.#work();
	}

	/** Those that hold now. */
	get settings(): Settings {
		return this.#settings;
	}

	/** Reads the settings again as soon as may be. @param cause for the log */
	ask(cause: string): void {
		this.#causes.add(cause);
		if (!this.#busy) void this.#work();
	}

	async #work(): Promise<void> {
		this.#busy = true;
		while (this.#causes.size > 0 && !this.#isStopping()) {
			const cause = [...this.#causes].join(' and ');
			this.#causes.clear();
			await this.#reload(cause);
		}
		this.#busy = false;
	}

	async #reload(cause: string): Promise<void> {
		const { log, metrics } = this.service.context;
		if (!this.#settings.file) {
			log.info({ cause }, 'there is no configuration file to read again; going on');
			return;
		}
		try {
			await this.#takeOver(cause);
		} catch (error) {
			if (this.#isStopping()) return;
			metrics.reloaded('refused');
			log.error({ cause }, `The settings stay as they were. ${(error as Error).message}`);
		}
	}

	async #takeOver(cause: string): Promise<void> {
		const { context, engine, fronts, load } = this.service;
		const { log, metrics } = context;
		this.#files = new SettingsFiles();
		const { settings, later } = asFarAsNow(load(this.#files), this.#settings);
		await engine.renew(engineOptions(settings, log, (waitedMs) => metrics.waited(waitedMs)));
		const next = contextWith(settings, context);
		const serve = await fronts.prepare(next);
		if (this.#isStopping()) return;
		applyLimits(settings.config, next);
		log.level = settings.config.logLevel;
		serve();
		this.#settings = settings;
		metrics.reloaded('applied');
		const { accounts, workers } = settings.config;
		log.info({ cause, workers, accounts: accounts.length }, 'settings reloaded');
		for (const warning of settings.warnings) log.warn(warning);
		for (const name of later) log.warn(`${name} takes effect at the next start.`);
	}

	#isStopping(): boolean {
		return this.service.context.life.phase === 'stopping';
	}
}

/** The settings with what runs in place of what a running service can't change, and the names of what that is. */
function asFarAsNow(next: Settings, running: Settings): { settings: Settings; later: string[] } {
	const { admin } = running.config;
	const tls = running.tls && (next.tls ?? running.tls);
	const { store } = running.config.limits;
	const changes = {
		'limits.store': !isDeepStrictEqual(next.config.limits.store, store),
		admin: !isDeepStrictEqual(next.config.admin, admin),
		tls: !isDeepStrictEqual(next.tls, tls),
	};
	return {
		settings: {
			...next,
			tls,
			config: { ...next.config, admin, limits: { ...next.config.limits, store } },
		},
		later: Object.entries(changes).flatMap(([name, changed]) => (changed ? [name] : [])),
	};
}
