import type { Context } from './context';
import type { Fronts } from './fronts';
import type { Reloader } from './reload';

/**
 * On SIGTERM or SIGINT: accepts nothing new, finishes what was accepted, exits with 0.
 * A second signal, or work that doesn't end in time, ends the process with 1.
 * On SIGHUP: reads the settings again. A terminal that closes sends it too, and ends no work.
 */
export function followSignals(context: Context, fronts: Fronts, reloader: Reloader): void {
	const { life, log } = context;
	const stop = (signal: NodeJS.Signals) => {
		if (life.phase === 'stopping') process.exit(1);
		life.phase = 'stopping';
		log.info({ signal }, 'stopping');
		setTimeout(() => {
			log.error('stopped before all accepted work was finished');
			process.exit(1);
		}, reloader.settings.config.http.shutdownTimeoutMs).unref();
		void finish(context, fronts);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	process.on('SIGHUP', (signal) => reloader.ask(signal));
}

async function finish({ engine, log }: Context, fronts: Fronts): Promise<void> {
	await fronts.close();
	await engine.close();
	log.info('stopped');
	process.exit(0);
}
