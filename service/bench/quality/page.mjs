import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibration, given, judge, measure, THEME_NAMES, THRESHOLDS } from './judge.mjs';

const [USUAL] = THRESHOLDS;
const two = (number) => number.toFixed(2);
const one = (number) => number.toFixed(1);
const row = (...cells) => `| ${cells.join(' | ')} |`;
const percent = (share) => Math.round(share * 100);

const figures = ({ precision, recall, helped, perPhoto, right, wrong }) => [
	two(precision),
	two(recall),
	two(helped),
	one(perPhoto),
	right,
	wrong,
];

/** Measured on photos whose labels stay closed, by somebody who knew nothing of how tags are judged. */
const BLIND = JSON.parse(readFileSync(join(import.meta.dirname, 'blind.json'), 'utf8'));

const blindly = () =>
	BLIND.thresholds.map(({ threshold, precision, recall, helped, perPhoto }) =>
		row(threshold, two(precision), two(recall), two(helped), one(perPhoto)),
	);

const FIGURES = 'precision | recall | photos with a right tag | tags a photo | right | wrong |';
const RULE = '--- | --- | --- | --- | --- | --- |';

const summary = (photos) =>
	THRESHOLDS.map((threshold) => row(threshold * 100, ...figures(measure(photos, threshold))));

/** The usual threshold with some of the views only. */
const byView = (photos) =>
	Object.keys(photos[0].views).map((name) => {
		const seen = photos.map((photo) => ({ ...photo, tags: photo.views[name] }));
		return row(name, ...figures(measure(seen, USUAL)));
	});

const byTheme = (photos) =>
	THEME_NAMES.map((theme) => {
		const some = photos.filter((photo) => photo.theme === theme);
		return row(theme, some.length, ...figures(measure(some, USUAL)));
	});

const byConfidence = (photos) =>
	calibration(photos)
		.filter(({ from, count }) => from >= 0.1 && count > 0)
		.map(({ from, count, confidence, right }) =>
			row(`${percent(from)}–${percent(from + 0.1)}`, count, percent(confidence), percent(right)),
		);

/** Words with the photos they were said or missed in, the most frequent first. */
function gathered(photos, part) {
	const seen = new Map();
	for (const { name, expectation, tags } of photos)
		for (const word of judge(expectation, given(tags, USUAL))[part])
			seen.set(word, [...(seen.get(word) ?? []), name.replace(/.*\/|\.\w+$/g, '')]);
	return [...seen].sort((a, b) => b[1].length - a[1].length);
}

const mistakes = (photos) =>
	gathered(photos, 'wrong')
		.filter(([, names]) => names.length > 1)
		.map(([word, names]) => `- ${word}: ${names.join(', ')}`);

const gaps = (photos) =>
	gathered(photos, 'missed')
		.filter(([, names]) => names.length > 1)
		.map(([word, names]) => `${word} (${names.length})`)
		.join(', ');

const sceneWord = ({ word, good, examples, averagePrecision, precision, recall }) =>
	row(
		good ? word : `${word} (left out)`,
		examples,
		two(averagePrecision),
		precision === null ? '–' : two(precision),
		two(recall),
	);

const shown = (tags, words) => words.map((word) => `${word} ${percent(tags[word])}`).join(', ');

/** Photos of the project itself, which the page can show, with what is wrong about them. */
const pictures = (photos) =>
	photos
		.filter(({ image }) => image)
		.map(({ image, expectation, tags }) => ({
			image,
			said: given(tags, USUAL),
			...judge(expectation, given(tags, USUAL)),
			tags,
		}))
		.filter(({ wrong, missed }) => wrong.length + missed.length > 0)
		.map(({ image, tags, said, wrong, missed }) => {
			const faults = [
				...wrong.map((word) => `**${word}** is wrong`),
				...missed.map((word) => `**${word}** is missed`),
			];
			return `![${image}](../examples/photos/${image})\n\n${shown(tags, said) || 'No tag'}: ${faults.join('; ')}.`;
		});

function ofPhoto({ name, expectation, tags }) {
	const said = given(tags, USUAL);
	const { wrong, missed } = judge(expectation, said);
	const list = said.map((word) =>
		wrong.includes(word) ? `**${word}** ${percent(tags[word])}` : `${word} ${percent(tags[word])}`,
	);
	return row(`\`${name}\``, list.join(', ') || '–', missed.join(', ') || '–');
}

const ofGroup = (photos) => (group) => {
	const some = photos.filter((photo) => photo.group === group);
	const { precision, recall } = measure(some, USUAL);
	return row(group.source, group.licence, some.length, two(precision), two(recall));
};

const KINDS = { npm: 'npm', debian: 'Debian', github: 'GitHub' };

const ofSource = ({ package: name, version, from, licence, use, photos }) =>
	row(
		`${KINDS[from]} \`${name}\` ${from === 'github' ? version.slice(0, 7) : version}`,
		licence,
		use,
		Object.keys(photos).length,
	);

/**
 * docs/tagging-quality.md.
 * @param photos each with `name`, `group`, `theme`, `expectation`, `tags` (confidence 0..1 by word), `views` (the
 *   same by view) and, where the project has it, `image`
 * @param groups where they come from
 * @param scenes figures of the scene head's words
 * @param sources packages and repositories whose photos it was trained or calibrated on
 */
export function qualityPage({ photos, groups, scenes, sources }) {
	const total = (use) =>
		sources
			.filter((source) => source.use === use)
			.reduce((sum, source) => sum + Object.keys(source.photos).length, 0);
	const shipped = scenes.filter(({ good }) => good).length;
	return `# Tagging quality of the self-hosted service

How often the built-in models' tags are right, on ${photos.length} photos that none of them was trained on, and to which no confidence was
fitted. One person wrote down for each what any good tagger must say, and what else is right to say; another had made the tagger.
What was said and stood in neither list was decided by somebody else, who looked at the photo and knew no confidence. A
tag is right when it is among those words, or is a broader word for one of them (*animal* for a cat). Colours are left out.

This is no blind check: figures of this page were looked at while the judgement over the three views was being made, so that what
did well here was more likely to be kept. What to expect of other photos is [below](#a-blind-check).

What is fitted and what isn't: the scene head and its confidences are learnt by \`scripts/train/scene-head.mjs\` in \`service/\`, the same
bytes each time, from the packages and repositories at the end of this page. The weights of the judgement, in
\`src/engine/findings/judgement/weights.json\`, are logistic weights that \`scripts/train/judgement/fit.mjs\` fits, the same bytes
each time, to the scene head's words, of which it is known for each of the same photos whether they hold, and to what the other two views said of 763 of them, some 3,600 tags that were each marked right or wrong by looking at the photo. What is
evidence at all was chosen on those tags too, by cross-validation over their sources; the numbers in \`weights.ts\` beside them are
set by hand. But one: with the fit alone, tags on this page's photos were right more often than their confidence said, at every tenth
alike, and all confidences were raised by the same log odds, 0.6, which suited them best. The [blind check](#a-blind-check) is free of that. What contradicts what, when two people are *people* and when a TV is a *monitor* are rules written by hand after a look at some
fifty answers in the service's page, on photos that the scene head had learnt from or was calibrated on; this page was then measured
once more, and no rule was changed for it.

Written by \`node bench/quality.mjs\` in \`service/\`, which says where the photos come from.

| threshold | ${FIGURES}
| --- | ${RULE}
${summary(photos).join('\n')}

Precision is the share of its tags that are right; recall the share of the words that must be said that it says, by that very word:
*waterbird* for a swan counts as missed. Version 2 of the API shows tags from 60 on unless asked otherwise.

## A blind check

Somebody who knew nothing of the judgement wrote down, before any answer was seen, what ${BLIND.photos} other everyday photos show: ${BLIND.must}
words that must be said, and what else is right. The photos are of Debian packages of which nothing was trained, tuned or looked
at, and the lists stay closed, so that they can be asked again. A plain synonym counts as the word here; what was in neither list was
decided by somebody else's second look at the photo; what later versions say anew counts as wrong. The figures have been asked for with six versions so far, of which the first had
learnt its scenes from 786 photos: it had 0.87, 0.49 and 0.93 at 60, without a second look of its own. With so many photos, three points more or less may be chance.

| threshold | precision | recall | photos with a right tag | tags a photo |
| --- | --- | --- | --- | --- |
${blindly().join('\n')}

## What each view adds

Three views are judged together: a detector of 80 kinds of things, which gives boxes; a classifier of 1,000 kinds, whose
probabilities also add up to broader terms; and a scene head on that classifier's features, above all for words that it has no class for.
At ${USUAL * 100}:

| view | ${FIGURES}
| --- | ${RULE}
${byView(photos).join('\n')}

## What the confidence is worth

![Share of right tags by confidence](images/tagging-calibration.svg)

Each dot holds the tags of a tenth of confidence, on these same photos; on the dashed line 80 is right four times in five. All but
one of the numbers that turn what is seen into confidence were fitted on other photos.

| confidence | tags | average | right, % |
| --- | --- | --- | --- |
${byConfidence(photos).join('\n')}

## By what the photo is of

At ${USUAL * 100}:

| theme | photos | ${FIGURES}
| --- | --- | ${RULE}
${byTheme(photos).join('\n')}

## What it gets wrong

Tags at ${USUAL * 100} that are wrong in more than one photo:

${mistakes(photos).join('\n')}

What it missed more than once: ${gaps(photos)}.

It doesn't say *man* or *woman*, or who somebody is: to take one for the other is worse than to say *person*. It names no
landmarks, brands, activities or moods, reads no text, and takes what it has no word for to be what looks most like it. Use
[a model of your own](../service/docs/models.md) where that matters.

### In this project's own photos

${pictures(photos).join('\n\n')}

## The scene head's words

A linear layer over 1,280 features, learnt from ${total('training')} photos; its confidence is fitted on ${total('calibration')} others, and on the ${total('training')}
as seen by layers that were learnt from other sources. The figures are of those unseen photos: average precision, and precision and
recall at ${USUAL * 100}. ${shipped} of ${scenes.length} words are good enough.

| word | photos that show it | average precision | precision | recall |
| --- | --- | --- | --- | --- |
${scenes
	.toSorted((a, b) => b.averagePrecision - a.averagePrecision)
	.map(sceneWord)
	.join('\n')}

## Where photos come from

None of them but those in \`examples/photos\` is copied into this project. Licences are as the packages and repositories declare them.

### Judged here

| from | licence | photos | precision at ${USUAL * 100} | recall |
| --- | --- | --- | --- | --- |
${groups.map(ofGroup(photos)).join('\n')}

### Learnt from

| from | licence | used for | photos |
| --- | --- | --- | --- |
${sources.map(ofSource).join('\n')}

## Every photo

Tags at ${USUAL * 100}, wrong ones in bold.

| photo | tags | missed |
| --- | --- | --- |
${photos.map(ofPhoto).join('\n')}
`;
}
