/** What the engine accepts, in one place. Sides are pixels. */
export const LIMITS = {
	/** The narrow side must be longer than this, the wide side no longer (Image Recognition API reference). */
	narrowSideAbove: 15,
	wideSideUpTo: 4096,
	/** Findings below this score (0..1) are noise that no caller asks for. */
	scoreFloor: 0.05,
	/** Boxes of one label that an answer holds, best first. */
	instancesPerLabel: 100,
	/** A worker that isn't warm after this many milliseconds is replaced. */
	startMs: 60_000,
	/** Wait before a worker that could not be started is tried again, doubled up to `restartMaxMs`. */
	restartMs: 100,
	restartMaxMs: 10_000,
	/** Time that an idle worker has to end by itself before it is killed. */
	exitMs: 3_000,
} as const;
