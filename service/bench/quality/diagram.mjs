const SIDE = 320;
const MARGIN = { left: 54, bottom: 46, top: 14, right: 14 };

/** Where a share (0..1) lies on each axis, in pixels. */
const x = (share) => MARGIN.left + share * SIDE;
const y = (share) => MARGIN.top + (1 - share) * SIDE;

const line = (x1, y1, x2, y2, style) =>
	`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" ${style}/>`;

/**
 * A reliability diagram as SVG: each dot is a tenth of confidence, as large as it has tags; on the diagonal
 * confidence and truth agree.
 * @param bins of `calibration`
 */
export function reliabilityDiagram(bins) {
	const width = MARGIN.left + SIDE + MARGIN.right;
	const height = MARGIN.top + SIDE + MARGIN.bottom;
	const most = Math.max(...bins.map(({ count }) => count));
	const ticks = [0, 20, 40, 60, 80, 100].flatMap((tick) => [
		line(x(tick / 100), y(0), x(tick / 100), y(1), 'stroke="#e2e2e2"'),
		line(x(0), y(tick / 100), x(1), y(tick / 100), 'stroke="#e2e2e2"'),
		`<text x="${x(tick / 100)}" y="${y(0) + 16}" text-anchor="middle">${tick}</text>`,
		`<text x="${x(0) - 8}" y="${y(tick / 100) + 4}" text-anchor="end">${tick}</text>`,
	]);
	const dots = bins
		.filter(({ count }) => count > 0)
		.map(({ confidence, right, count }) => {
			const radius = (4 + 8 * Math.sqrt(count / most)).toFixed(1);
			return `<circle cx="${x(confidence).toFixed(1)}" cy="${y(right).toFixed(1)}" r="${radius}" fill="#1d6fdc" fill-opacity="0.75"/>`;
		});
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#333">
<rect width="${width}" height="${height}" fill="#fff"/>
${ticks.join('\n')}
${line(x(0), y(0), x(1), y(1), 'stroke="#999" stroke-dasharray="5 4"')}
${dots.join('\n')}
<text x="${x(0.5)}" y="${height - 8}" text-anchor="middle">confidence of a tag</text>
<text transform="translate(14 ${y(0.5)}) rotate(-90)" text-anchor="middle">share that is right, %</text>
</svg>
`;
}
