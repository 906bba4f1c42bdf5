import type { AnnotationTag, LabelLanguage } from '../tags';
import { isDrawable, type TextPen } from './text';

const LONGEST = 48;

/**
 * What a label calls a tag: its name in the wanted language if all its characters can be drawn, else in the other one.
 * A name that can be drawn in neither shows hollow boxes for what is missing.
 */
export function nameOf({ tag, i18n_tag }: AnnotationTag, language: LabelLanguage): string {
	const { en, zh } = i18n_tag ?? {};
	const names = (language === 'zh' ? [zh, tag, en] : [en, tag, zh])
		.filter((name) => typeof name === 'string' && name.trim() !== '')
		.map((name) => plain(String(name)));
	return names.find(isDrawable) ?? names[0] ?? '?';
}

/** "sheep 83%", or, where there is less room, "sheep", or its beginning. */
export function labelOf(
	tag: AnnotationTag,
	confidence: number,
	language: LabelLanguage,
	pen: TextPen,
	room: number,
): string {
	const name = nameOf(tag, language);
	const whole = Number.isFinite(confidence) ? `${name} ${Math.round(confidence)}%` : name;
	return pen.measure(whole) <= room ? whole : pen.fit(name, room);
}

/** One line, without accents (é is drawn as e), wide forms as plain ones. */
function plain(name: string): string {
	return [
		...name
			.normalize('NFKD')
			.replace(/\p{M}/gu, '')
			.replace(/[\p{Z}\p{C}]+/gu, ' ')
			.trim(),
	]
		.slice(0, LONGEST)
		.join('');
}
