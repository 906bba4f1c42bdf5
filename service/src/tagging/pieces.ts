/** A multiple of 4, as base64 goes; and few enough that V8 makes and drops a string of them without asking for memory. */
const bytesAtOnce = 48 * 1024;

/**
 * Pieces of some milliseconds of work. With less, a crowd would get through no more than a piece a turn, and hold the
 * memory of its bodies for as long.
 */
export const piecesATurn = { decoding: 20, cleaning: 4 };

let lastTurn: Promise<void> = Promise.resolve();

/** A turn of the event loop that is no other large image's, however many come at once. */
function ownTurn(): Promise<void> {
	lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
	return lastTurn;
}

/**
 * Goes over megabytes with turns of the event loop in between, so that nobody waits for all of them. What most images
 * have is done at once.
 * @param isGood does the work from one place to another; what comes after a piece that isn't good is left alone
 * @param atOnce pieces that have one turn
 * @returns whether all pieces are good
 * @throws the signal's reason, when it is aborted in between
 */
export async function everyPiece(
	length: number,
	isGood: (from: number, to: number) => boolean,
	{ atOnce, signal }: { atOnce: number; signal?: AbortSignal | undefined },
): Promise<boolean> {
	for (let from = 0; from < length; from += bytesAtOnce) {
		if (from > 0 && from % (atOnce * bytesAtOnce) === 0) await ownTurn();
		signal?.throwIfAborted();
		if (!isGood(from, Math.min(from + bytesAtOnce, length))) return false;
	}
	return true;
}
