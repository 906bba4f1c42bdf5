/** A multiple of 4, as base64 goes; and few enough that V8 makes and drops a string of them without asking for memory. */
const bytesAtOnce = 48 * 1024;

let lastTurn: Promise<void> = Promise.resolve();

/** A turn of the event loop that is nobody else's: however many images come at once, all others wait for one piece. */
function ownTurn(): Promise<void> {
	lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
	return lastTurn;
}

/**
 * Goes over megabytes piece by piece, so that nobody waits for all of them. The first piece has no turn of its own, and
 * most images have not many more.
 * @param isGood does the work from one place to another; what comes after a piece that isn't good is left alone
 * @returns whether all pieces are good
 * @throws the signal's reason, when it is aborted in between
 */
export async function everyPiece(
	length: number,
	isGood: (from: number, to: number) => boolean,
	signal?: AbortSignal,
): Promise<boolean> {
	for (let from = 0; from < length; from += bytesAtOnce) {
		if (from > 0) await ownTurn();
		signal?.throwIfAborted();
		if (!isGood(from, Math.min(from + bytesAtOnce, length))) return false;
	}
	return true;
}
