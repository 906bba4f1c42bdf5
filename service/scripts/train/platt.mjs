const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/**
 * Platt's scaling: the slope and offset under which `sigmoid(slope · score + offset)` is the likeliest
 * probability, by Newton's method. Targets are drawn in from 0 and 1 as he proposes (2000), so that few
 * examples give no certainty.
 * @param {number[]} scores
 * @param {boolean[]} truths
 */
export function platt(scores, truths) {
	const positive = truths.filter(Boolean).length;
	const negative = truths.length - positive;
	const high = (positive + 1) / (positive + 2);
	const low = 1 / (negative + 2);
	let slope = 1;
	let offset = Math.log((positive + 1) / (negative + 1));
	for (let step = 0; step < 100; step++) {
		let [gs, go, hss, hso, hoo] = [0, 0, 1e-6, 0, 1e-6];
		scores.forEach((score, i) => {
			const p = sigmoid(slope * score + offset);
			const error = p - (truths[i] ? high : low);
			const weight = p * (1 - p);
			gs += error * score;
			go += error;
			hss += weight * score * score;
			hso += weight * score;
			hoo += weight;
		});
		const determinant = hss * hoo - hso * hso;
		const ds = (hoo * gs - hso * go) / determinant;
		const shift = (hss * go - hso * gs) / determinant;
		// Half steps where a whole one would be a leap.
		const pace = Math.min(1, 2 / Math.max(Math.abs(ds), Math.abs(shift), 1e-12));
		slope -= pace * ds;
		offset -= pace * shift;
		if (Math.abs(ds) + Math.abs(shift) < 1e-9) break;
	}
	return { slope, offset };
}

/** Mean of the precision at each true example, best score first. */
export function averagePrecision(scores, truths) {
	const order = scores
		.map((score, i) => ({ score, truth: truths[i] }))
		.sort((a, b) => b.score - a.score);
	let found = 0;
	let sum = 0;
	order.forEach(({ truth }, i) => {
		if (truth) sum += ++found / (i + 1);
	});
	return found === 0 ? 0 : sum / found;
}
