import type { Page } from './pages';

const withoutSettings = (command: string): string => command.replace(/^(?:[A-Z_\d]+=\S* )+/, '');

/** Commands of a block of a shell: prompts, comments and settings off, continued and quoted lines joined. */
export function commandsOf(text: string): string[] {
	const lines: string[] = [];
	let open = '';
	for (const line of text.split('\n')) {
		open = open === '' ? line : `${open}\n${line}`;
		if (/\\$/.test(open) || (open.match(/'/g) ?? []).length % 2 === 1) continue;
		lines.push(
			open
				.replace(/\s*\\\n\s*/g, ' ')
				.replace(/(^|\s)#.*$/, '')
				.replace(/^\$ /, ''),
		);
		open = '';
	}
	return lines
		.flatMap((line) => line.split(/ && |; /))
		.map((command) => withoutSettings(command.trim()))
		.filter((command) => command !== '');
}

/** Programs whose calls are recognised within sentences. */
const CALL = /^(npm|npx|node|docker|git|curl|make|sudo|bash|sh|python3?|php|java) \S/;

/** Commands among the code of a page's sentences. */
export const inlineCommands = (inline: string[]): string[] =>
	inline.map(withoutSettings).filter((code) => CALL.test(code));

/** Commands of all of a page: what shells are given, and recognised programs in other blocks and sentences. */
export const commandsIn = ({ blocks, inline }: Page): string[] => [
	...blocks.flatMap(({ language, text }) =>
		/^(sh|bash|shell)$/.test(language)
			? commandsOf(text)
			: commandsOf(text).filter((command) => CALL.test(command)),
	),
	...inlineCommands(inline),
];
