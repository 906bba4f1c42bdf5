import type { Context } from './context';
import type { Fronts } from './fronts';

/**
 * On SIGTERM or SIGINT: accepts nothing new, finishes what was accepted, exits with 0.
 * A second signal, or work that doesn't end in time, ends the process with 1.
 */
export function stopOnSignal(context: Context, fronts: Fronts): void {
	const { life, log, settings } = context;
	const stop = (signal: NodeJS.Signals) => {
		if (life.phase === 'stopping') process.exit(1);
		life.phase = 'stopping';
		log.info({ signal }, 'stopping');
		setTimeout(() => {
			log.error('stopped before all accepted work was finished');
			process.exit(1);
		}, settings.config.http.shutdownTimeoutMs).unref();
		void finish(context, fronts);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	// A terminal that closes, or an operator who asks for what other services do then, ends no work.
	process.on('SIGHUP', (signal) =>
		log.info({ signal }, 'settings are read at the start only; going on'),
	);
}

async function finish({ engine, log }: Context, fronts: Fronts): Promise<void> {
	await fronts.close();
	await engine.close();
	log.info('stopped');
	process.exit(0);
}
