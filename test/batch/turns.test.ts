import { Turns } from '../../batch/turns';

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** A clock that lets the event loop go round only when told to. */
function heldClock() {
	const waiting: Array<() => void> = [];
	return {
		breathe: async () => await new Promise<void>((resolve) => void waiting.push(resolve)),
		async goRound() {
			waiting.splice(0).forEach((resolve) => resolve());
			await settled();
		},
	};
}

function rig() {
	const clock = heldClock();
	const turns = new Turns(clock);
	const begun: string[] = [];
	return {
		...clock,
		begun,
		begin: async (name: string) => {
			await turns.next();
			begun.push(name);
		},
	};
}

describe('turns', () => {
	it('let the first begin at once, and the others one by one after the event loop went round', async () => {
		const { begin, begun, goRound } = rig();
		const all = ['a', 'b', 'c'].map(begin);
		for (const expected of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
			await settled();
			expect(begun).toEqual(expected);
			await goRound();
		}
		await Promise.all(all);
	});

	it('keep nobody waiting when the last one was a while ago', async () => {
		const { begin, begun, goRound } = rig();
		await begin('a');
		await goRound();
		await begin('b');
		expect(begun).toEqual(['a', 'b']);
	});

	it('keep the order in which they were asked for', async () => {
		const { begin, begun, goRound } = rig();
		const names = Array.from({ length: 20 }, (_, i) => `task ${i}`);
		const all = names.map(begin);
		await settled();
		while (begun.length < names.length) await goRound();
		await Promise.all(all);
		expect(begun).toEqual(names);
	});
});
