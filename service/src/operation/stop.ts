import type { FastifyInstance } from 'fastify';
import type { Context } from '../api/context';

/**
 * On SIGTERM or SIGINT: accepts nothing new, finishes what was accepted, exits with 0.
 * A second signal, or work that doesn't end in time, ends the process with 1.
 */
export function onStopSignal(context: Context, app: FastifyInstance): void {
	const stop = (signal: NodeJS.Signals) => {
		if (context.state === 'stopping') process.exit(1);
		context.state = 'stopping';
		context.log.info({ signal }, 'stopping');
		setTimeout(() => {
			context.log.error('stopped before all accepted work was finished');
			process.exit(1);
		}, context.settings.config.http.shutdownTimeoutMs).unref();
		void finish(context, app);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

async function finish({ engine, log }: Context, app: FastifyInstance): Promise<void> {
	await app.close();
	await engine.close();
	log.info('stopped');
	process.exit(0);
}
