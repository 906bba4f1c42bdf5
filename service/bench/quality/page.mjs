import { judge, labelsAt, measure, THRESHOLDS } from './judge.mjs';

const [USUAL] = THRESHOLDS;
const two = (number) => number.toFixed(2);
const list = (labels) => labels.join(', ') || '–';

const row = (...cells) => `| ${cells.join(' | ')} |`;

function summary(photos) {
	return THRESHOLDS.map((threshold) => {
		const { precision, recall, right, wrong, missed } = measure(photos, threshold);
		return row(threshold * 100, two(precision), two(recall), right, wrong, missed);
	});
}

/** The usual threshold, apart for photos that hold something of its 80 kinds and for those that don't. */
function apart(photos) {
	const kinds = [
		['something it has a word for', photos.filter(({ expected }) => expected.length > 0)],
		['nothing it has a word for', photos.filter(({ expected }) => expected.length === 0)],
	];
	return kinds.map(([what, some]) => {
		const { right, wrong, missed } = measure(some, USUAL);
		const clean = some.filter(
			({ expected, scores }) => judge(expected, labelsAt(scores, USUAL)).wrong.length === 0,
		);
		return row(what, some.length, right, wrong, missed, clean.length);
	});
}

function ofGroup({ source, licence, photos }) {
	const { right, wrong, missed } = measure(photos, USUAL);
	return row(source, licence, photos.length, right, wrong, missed);
}

function ofPhoto({ name, expected, scores }) {
	const found = labelsAt(scores, USUAL);
	const { wrong, missed } = judge(expected, found);
	const verdict = [
		...wrong.map((label) => `**${label}** is wrong`),
		...missed.map((label) => `**${label}** is missed`),
	];
	const shown = found.map((label) => `${label} ${Math.round(scores[label] * 100)}`);
	return row(`\`${name}\``, list(expected), list(shown), verdict.join('; ') || 'right');
}

/** Labels that came out wrong, with the photos they were seen in. */
function mistakes(photos) {
	const seen = new Map();
	for (const { name, expected, scores } of photos) {
		for (const label of judge(expected, labelsAt(scores, USUAL)).wrong) {
			seen.set(label, [...(seen.get(label) ?? []), name.replace(/.*\/|\.\w+$/g, '')]);
		}
	}
	return [...seen]
		.sort((a, b) => b[1].length - a[1].length)
		.map(([label, names]) => `- ${label}: ${names.join(', ')}`);
}

/**
 * docs/tagging-quality.md.
 * @param groups with `photos` of `name`, `expected` and `scores` (0..1 by label)
 * @param same photos with the original's very labels, by threshold
 */
export function qualityPage(groups, same) {
	const photos = groups.flatMap((group) => group.photos);
	const expected = photos.reduce((sum, photo) => sum + photo.expected.length, 0);
	const empty = photos.filter((photo) => photo.expected.length === 0).length;
	return `# Tagging quality of the self-hosted service

How often the built-in model (SSDLite-MobileNetV2, 80 kinds of objects) is right, on ${photos.length} photos. For each one, what can be
seen of those 80 kinds was written down by one person before the model saw it: ${expected} objects in all, and none in ${empty} photos,
which tell how often it sees what is not there. A kind counts once in a photo. Tags worked out from others (sheep → animal) and
colours are left out. One list was corrected afterwards: at full size two people can plainly be seen in \`nagasaki-boats\`.

The set is a hard one: half of it are animals and buildings that the model has no word for.

Written by \`node bench/quality.mjs\` in \`service/\`, which says where the photos come from.

| threshold | precision | recall | right | wrong | missed |
| --- | --- | --- | --- | --- | --- |
${summary(photos).join('\n')}

Precision is the share of its tags that are right, recall the share of the objects that it finds. Version 2 of the API shows tags
from 60 on unless asked otherwise.

The same at ${USUAL * 100}, apart for photos that show one of its kinds, where it is good, and for those that don't, where it often
names something that isn't there:

| what the photo shows | photos | right | wrong | missed | photos without a wrong tag |
| --- | --- | --- | --- | --- | --- |
${apart(photos).join('\n')}

**The TensorFlow.js original**, on the same pixels, gives the same labels ${THRESHOLDS.map((threshold) => `at ${threshold * 100} on ${same[threshold]} of ${photos.length} photos`).join(', ')}:
what is wrong here is the model's own doing, not the conversion's.

## What it gets wrong at 60

It has a word for 80 kinds of things only, and takes what it has no word for to be one of them: most wrong tags are animals
that aren't among its ten. Buildings, landscapes, instruments and most food have no tag at all. Use [a model of your own](../service/docs/models.md) where that matters.

${mistakes(photos).join('\n')}

![A biplane seen from above](../examples/photos/airplane-from-above.jpg)

The model's surest mistake among the photos of this project: it takes this biplane for a train.

## The photos

| from | licence | photos | right | wrong | missed |
| --- | --- | --- | --- | --- | --- |
${groups.map(ofGroup).join('\n')}

Those that are not in this project are not copied into it.

| photo | expected | found at 60 | verdict |
| --- | --- | --- | --- |
${photos.map(ofPhoto).join('\n')}
`;
}
