/** `starting` until the engine is warm, `stopping` from the first signal on. */
export type Phase = 'starting' | 'ready' | 'stopping';

/** Where the service is in its life; only `app/` moves it on. */
export interface Life {
	phase: Phase;
}
